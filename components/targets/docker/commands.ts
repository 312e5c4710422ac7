import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { DockerModel, Milliseconds } from "../../config/model";
import type { Rendered } from "../../proxy/rendered";
import type { Certificate } from "../../tls/certificate";
import { bundle } from "../bundle";
import { certificateFiles, chainFingerprint } from "../certificate-files";
import { releaseBundle } from "../release-bundle";
import { shellWords } from "../shell-words";
import type { Generation, Slot } from "./generation";
import { agentName } from "./names";
import { toolsFolder } from "./probe";

const push = "/evenkeel/scripts/push.sh";
const slotScript = "components/targets/docker/scripts/local/slot.sh";

/** Hands the agent the certificate. Apart from the release, so that the release stays readable in a preview. */
export function certificateCommand(model: DockerModel, { certificatePem, privateKeyPem }: Certificate): local.CommandArgs {
    const store = inAgent(model, ["certificate.sh", "store", model.paths.home]);
    return {
        create: store,
        update: store,
        stdin: pulumi.secret(pulumi.all([certificatePem, privateKeyPem]).apply(([chain, key]) => bundle(certificateFiles(chain, key)))),
        ...common(model, {}),
        logging: local.Logging.None,
    };
}

/** Has the agent make a release live. There is nothing to undo when it goes: what it wrote goes with its volume. */
export function releaseCommand(model: DockerModel, rendered: Rendered, certificate: Certificate | undefined): local.CommandArgs {
    const apply =
        certificate === undefined
            ? inAgent(model, ["release.sh", "apply"])
            : certificate.certificatePem.apply(chain => inAgent(model, ["release.sh", "apply", chainFingerprint(chain)]));
    return { create: apply, update: apply, stdin: releaseBundle(rendered), ...common(model, {}) };
}

/** Puts a generation into its slot: waits until it answers, has the proxy send requests to it alone, then stops the one before. */
export function slotCommand(model: DockerModel, { instance, service }: Slot, { name }: Generation): local.CommandArgs {
    const take = shellWords(["sh", slotScript, "take"]);
    return {
        create: take,
        update: take,
        delete: shellWords(["sh", slotScript, "leave"]),
        ...common(model, {
            EVENKEEL_SITE: model.name,
            EVENKEEL_AGENT: agentName(model),
            EVENKEEL_SLOT: instance.address,
            EVENKEEL_CONTAINER: name,
            EVENKEEL_PORT: String(instance.port),
            EVENKEEL_HEALTH_PATH: service.health.path,
            EVENKEEL_RISE: String(service.health.rise),
            EVENKEEL_TIMEOUT: wholeSeconds(model.target.updateTimeout),
            EVENKEEL_DRAIN: wholeSeconds(model.site.drain),
        }),
    };
}

/**
 * Has monitoring containers read again what a release brought. One that is down reads it when it starts, and one that has
 * just started does not hear the signal, because it comes from inside; `docker kill` would end it, for good.
 */
export function reloadCommand(model: DockerModel, containers: readonly string[], print: string): local.CommandArgs {
    const reload = containers.map(name => `${shellWords(["docker", "exec", name, `${toolsFolder}/busybox`, "kill", "-HUP", "1"])} || :`).join("; ");
    return { create: reload, update: reload, ...common(model, { EVENKEEL_FILES: print }) };
}

/** No triggers: a change of one would replace the command, and the delete of the old one would run after the new create. */
function common({ target }: DockerModel, environment: Record<string, string>): Pick<local.CommandArgs, "environment" | "addPreviousOutputInEnv" | "logging"> {
    return {
        // The provider knows nothing of the docker command's contexts.
        environment: { ...environment, ...(target.host === null ? { DOCKER_CONTEXT: "default" } : { DOCKER_HOST: target.host }) },
        addPreviousOutputInEnv: false,
        logging: local.Logging.StdoutAndStderr,
    };
}

function inAgent(model: DockerModel, words: readonly string[]): string {
    return shellWords(["docker", "exec", "-i", agentName(model), "sh", push, ...words]);
}

function wholeSeconds(time: Milliseconds): string {
    return String(Math.ceil(time / 1000));
}
