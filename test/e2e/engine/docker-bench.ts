import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { imageNames } from "../docker/images/names";
import { TestEngine } from "../docker/test-engine";
import { makeDockerStack, type DockerStack, type DockerWish } from "./docker-stack";

/** A Docker engine for the tests of a file, and for each of them a stack. What they make is called `t-...`. */
export class DockerBench {
    private made: { readonly engine: TestEngine; stack: DockerStack } | undefined;

    /** To be called where the tests are described. */
    static forTests(): DockerBench {
        const bench = new DockerBench();
        beforeAll(async () => {
            const engine = await TestEngine.start();
            bench.made = { engine, stack: makeDockerStack(engine.host) };
        });
        beforeEach(() => {
            bench.renew(bench.engine.host);
        });
        afterEach(() => bench.clear());
        afterAll(async () => {
            bench.made?.stack.remove();
            await bench.made?.engine.stop();
        });
        return bench;
    }

    get engine(): TestEngine {
        return this.parts.engine;
    }

    get stack(): DockerStack {
        return this.parts.stack;
    }

    /** A new stack, on the engine at `host`. */
    renew(host: string): void {
        this.stack.remove();
        this.parts.stack = makeDockerStack(host);
    }

    async up(...wishes: DockerWish[]): Promise<Awaited<ReturnType<DockerStack["run"]>>> {
        this.stack.wish(...wishes);
        return this.stack.run("up");
    }

    /** The containers, networks and volumes of the tests, by name. */
    async there(kind: "container" | "network" | "volume"): Promise<string[]> {
        const format = kind === "container" ? "{{.Names}}" : "{{.Name}}";
        const names = await this.engine.docker(kind, "ls", ...(kind === "container" ? ["-a"] : []), "--filter", "name=t-", "--format", format);
        return names.split("\n").filter(name => name !== "").sort();
    }

    async inspect(name: string, format: string): Promise<string> {
        return (await this.engine.docker("inspect", "-f", format, name)).trim();
    }

    private async clear(): Promise<void> {
        const left = await this.there("container");
        if (left.length > 0) {
            await this.engine.docker("rm", "-f", ...left);
        }
        for (const kind of ["network", "volume"] as const) {
            const names = await this.there(kind);
            await (names.length > 0 ? this.engine.docker(kind, "rm", ...names) : undefined);
        }
    }

    private get parts(): { readonly engine: TestEngine; stack: DockerStack } {
        if (this.made === undefined) {
            throw new Error("The engine is there as long as tests run.");
        }
        return this.made;
    }
}

export const small = imageNames.probe;

/** Healthy as soon as it runs, where it has /data. */
export const quick = { tests: ["CMD", "test", "-e", "/data"], interval: "1s", timeout: "2s", startPeriod: "0s", retries: 3 };

/** A container that does nothing, for a long time. */
export function box(args: Readonly<Record<string, unknown>> = {}, more: Partial<DockerWish> = {}): DockerWish {
    return { kind: "container", name: "box", args: { name: "t-box", image: small, command: ["sleep", "1000"], ...args }, ...more };
}
