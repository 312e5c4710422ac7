import type * as pulumi from "@pulumi/pulumi";
import type { TargetOutputs } from "./target";

/** What the stack exports. */
export interface StackOutputs extends TargetOutputs {
    /** PEM of the authority that clients trust to trust the site; absent where the certificate was provided. */
    readonly certificateAuthority: pulumi.Output<string> | undefined;
}

/** Without those that this stack does not have: Pulumi would warn of each at every run. */
export function stackOutputs(outputs: StackOutputs): Partial<StackOutputs> {
    return Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined));
}
