import * as pulumi from "@pulumi/pulumi";
import { healthUrl, instanceAddresses, siteUrl } from "./addresses";
import { chainFingerprint } from "./certificate-files";
import type { TargetArgs, TargetOutputs } from "./target";

/**
 * What any target gives back.
 *
 * @param machine where the site is found while none of its names is a real one.
 */
export function targetOutputs({ model, rendered, certificate }: TargetArgs, machine: string): TargetOutputs {
    return {
        url: pulumi.output(siteUrl(model, machine)),
        healthUrl: pulumi.output(healthUrl(model, machine)),
        release:
            certificate === undefined
                ? pulumi.output(rendered.release)
                : pulumi.interpolate`${rendered.release}.${certificate.certificatePem.apply(chainFingerprint)}`,
        target: pulumi.output(model.target.kind),
        proxy: pulumi.output(model.proxy),
        instances: pulumi.output(instanceAddresses(model)),
    };
}

/**
 * What a target component tells the state: its outputs, and the model once it is deployed, so that the next preview can say what
 * changes. No secret is part of a model, and prints tell one secret from another alone. Both are JSON, because the Pulumi CLI drops
 * what is null.
 *
 * @param last what is made last: while it fails, the state goes on telling the model before.
 */
export function stateOutputs(outputs: TargetOutputs, { model, secretPrints }: TargetArgs, last: pulumi.CustomResource | undefined): pulumi.Inputs {
    const deployed = (value: object): pulumi.Input<string> => (last === undefined ? JSON.stringify(value) : last.id.apply(() => JSON.stringify(value)));
    return { ...outputs, model: deployed(model), secretPrints: deployed(secretPrints) };
}

/** What the stack exports. */
export interface StackOutputs extends TargetOutputs {
    /** PEM of the authority that clients trust to trust the site; absent where the certificate was provided. */
    readonly certificateAuthority: pulumi.Output<string> | undefined;
}

/** Without those that this stack does not have: Pulumi would warn of each at every run. */
export function stackOutputs(outputs: StackOutputs): Partial<StackOutputs> {
    return Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined));
}
