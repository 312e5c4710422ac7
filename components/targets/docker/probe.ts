import { createHash } from "node:crypto";
import type { DockerModel, Service } from "../../config/model";
import { goDuration } from "./measures";
import { volumeName } from "./names";

/** Where every instance finds tools of ours, whatever its image has: a static busybox, read-only. */
export const toolsFolder = "/evenkeel";

/** A probe costs a process inside of the container: seldom is enough, because the agent asks often, from outside. */
const shortestInterval = 10_000;

/** Filled from the image when the volume is made, and never again: another image is another volume. */
export function toolsVolume(model: DockerModel): string {
    return volumeName(model, `probe-${createHash("sha256").update(model.target.images.probe).digest("hex").slice(0, 8)}`);
}

/** What a container's HEALTHCHECK says. */
export interface Healthcheck {
    readonly tests: string[];
    readonly interval: string;
    readonly timeout: string;
    readonly retries: number;
    readonly startPeriod: string;
}

export function instanceHealthcheck({ health, container, instances }: Service): Healthcheck {
    const port = instances[0]?.port ?? 0;
    const asked = [`${toolsFolder}/wget`, "-q", "-O", "/dev/null", `http://127.0.0.1:${String(port)}${health.path}`];
    return {
        tests: ["CMD", ...(container?.probe ?? asked)],
        interval: goDuration(Math.max(health.interval, shortestInterval)),
        timeout: goDuration(health.timeout),
        retries: health.fall,
        startPeriod: goDuration(container?.startPeriod ?? 0),
    };
}
