import type { CustomResourceOptions } from "@pulumi/pulumi";
import { join } from "node:path";
import { makeStack, type Stack } from "./engine-process";

/** A resource that a stack of the tests asks for; `args` as the Docker SDK takes them. */
export interface DockerWish {
    readonly kind: "network" | "volume" | "image" | "container" | "command";
    readonly name: string;
    readonly args: Readonly<Record<string, unknown>>;
    readonly after?: readonly string[];
    readonly options?: Pick<CustomResourceOptions, "ignoreChanges" | "retainOnDelete" | "deleteBeforeReplace" | "protect">;
}

export type DockerStack = Stack & { wish(...resources: DockerWish[]): void };

/** A stack on the engine at `host`; undefined: the engine that the environment names. */
export function makeDockerStack(host: string | undefined): DockerStack {
    const stack = makeStack({ program: join(__dirname, "docker-program.ts") });
    return Object.assign(stack, {
        wish: (...resources: DockerWish[]) => {
            stack.settings = { resources, ...(host === undefined ? {} : { host }) };
        },
    });
}
