import type { DockerModel } from "../../config/model";

const everyAddress = ["0.0.0.0", "::"];

/** The machine whose ports are the site's, as clients without a name for it can reach it. */
export function machineOf({ target }: DockerModel): string {
    const { publishOn, host } = target;
    if (publishOn !== null && !everyAddress.includes(publishOn)) {
        return publishOn;
    }
    return host === null || host.startsWith("unix:") ? "localhost" : new URL(host).hostname;
}
