import type { DockerModel } from "../../config/model";

/** What a stack's networks, volumes and containers are called on its engine. */

export function networkName({ name }: DockerModel, part: "front" | "back" | "monitoring"): string {
    return `${name}-${part}`;
}

export function volumeName({ name }: DockerModel, part: string): string {
    return `${name}-${part}`;
}

export function proxyName({ name }: DockerModel): string {
    return `${name}-proxy`;
}

export function agentName({ name }: DockerModel): string {
    return `${name}-agent`;
}
