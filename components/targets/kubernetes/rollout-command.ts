import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import type { KubernetesModel } from "../../config/model";
import { shellWords } from "../shell-words";
import type { Deployment } from "./manifests/manifest";
import { wholeSeconds } from "./manifests/quantities";

const program = ["node", "--require", "tsx/cjs", "components/targets/kubernetes/rollout/main.ts"];

/**
 * Waits until a Deployment serves. Runs again whenever the Deployment is another one.
 *
 * @param certificate fingerprint of what its pods serve; undefined: none.
 * @param address whose address it waits for and prints; none: nobody's.
 */
export function rolloutCommand(
    model: KubernetesModel,
    deployment: Deployment,
    certificate: pulumi.Output<string> | undefined,
    address: "LoadBalancer" | "NodePort" | "none",
): local.CommandArgs {
    const { context, namespace, updateTimeout } = model.target;
    const wait = shellWords([...program, "wait"]);
    return {
        create: wait,
        update: wait,
        delete: shellWords([...program, "leave"]),
        environment: {
            ...(context === null ? {} : { EVENKEEL_CONTEXT: context }),
            EVENKEEL_NAMESPACE: namespace,
            EVENKEEL_SITE: model.name,
            EVENKEEL_DEPLOYMENT: deployment.metadata.name,
            EVENKEEL_TIMEOUT: String(wholeSeconds(updateTimeout)),
            EVENKEEL_ADDRESS: address,
            EVENKEEL_SPEC: pulumi.output(certificate ?? "").apply(fingerprint => specPrint(deployment, fingerprint)),
        },
        addPreviousOutputInEnv: false,
        logging: local.Logging.Stderr,
    };
}

function specPrint(deployment: Deployment, certificate: string): string {
    return createHash("sha256").update(JSON.stringify([deployment, certificate])).digest("hex");
}
