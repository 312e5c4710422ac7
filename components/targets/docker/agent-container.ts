import type { DockerModel } from "../../config/model";
import { agentName, networkName, volumeName } from "./names";
import { common, ownChecks, runFolder, type OwnContainer } from "./proxy-container";
import { agentScripts } from "./scripts";

/** To test a release, nginx gives its workers' account the folders that the release names. */
export const agentCapabilities = ["CAP_CHOWN"];

/** Seconds. What a push is doing ends by itself, or is healed by the next. */
const grace = 5;

/**
 * Its own files are not read-only, because the engine copies no uploads into such a container. What the proxy owns (its
 * socket, its logs) the agent has under another path and read-only; at the paths that a release names it has folders of
 * its own, so that `nginx -t` meets nothing of the proxy's.
 */
export function agentContainer(model: DockerModel): OwnContainer {
    const { paths, monitoring } = model;
    const name = agentName(model);
    return {
        ...common(model),
        name,
        entrypoints: ["sh", "/evenkeel/scripts/agent.sh"],
        envs: [`EVENKEEL_HOME=${paths.home}`, `EVENKEEL_NAME=${name}`],
        readOnly: false,
        capabilities: { drops: ["ALL"], adds: agentCapabilities },
        tmpfs: { "/tmp": "", [runFolder(model)]: "", [paths.logs]: "", [paths.cache]: "" },
        volumes: [
            { volumeName: volumeName(model, "config"), containerPath: paths.home, readOnly: false },
            { volumeName: volumeName(model, "run"), containerPath: "/evenkeel/proxy", readOnly: true },
            { volumeName: volumeName(model, "logs"), containerPath: "/evenkeel/logs", readOnly: true },
            ...(monitoring === null ? [] : [{ volumeName: volumeName(model, "monitoring"), containerPath: "/etc/evenkeel-monitoring", readOnly: false }]),
        ],
        uploads: agentScripts.map(({ path, content }) => ({ file: `/evenkeel/${path}`, content })),
        networksAdvanced: [{ name: networkName(model, "back") }],
        healthcheck: { tests: ["CMD", "sh", "/evenkeel/scripts/alive.sh"], ...ownChecks },
        stopTimeout: grace,
        destroyGraceSeconds: grace,
    };
}
