import { expect } from "vitest";
import type { DockerStack, Inspected } from "./docker-stack";
import type { TestEngine } from "./test-engine";

/** Docker tells lengths of time in nanoseconds. */
export const seconds = 1_000_000_000;

/** What became of one service of a compose file. */
export class Part {
    private constructor(
        readonly service: string,
        readonly container: Inspected,
        /** By the first `up`. */
        readonly printed: string,
        private readonly engine: TestEngine,
    ) {}

    /** @param service a network or a volume is nobody's: then the proxy stands for it. */
    static async find(service: string | undefined, stack: DockerStack, engine: TestEngine, printed: string): Promise<Part> {
        const { [service ?? "nginx"]: name } = containers;
        const container = await (name === undefined ? stack.serving(slotName(service ?? "")) : stack.inspect(name));
        return new Part(service ?? "", container, printed, engine);
    }

    readonly docker = (...args: string[]): Promise<string> => this.engine.docker(...args);

    /** What a program in the container prints. */
    exec(...words: string[]): Promise<string> {
        return this.docker("exec", this.container.Id, ...words);
    }

    mounts(path: string, volume: string, mode: "ro" | "rw"): void {
        const found = this.container.Mounts.find(({ Destination }) => Destination === path);
        expect({ volume: found?.Name, writable: found?.RW }).toEqual({ volume, writable: mode === "rw" });
    }
}

const containers: Readonly<Record<string, string>> = { nginx: "healthai-proxy", prometheus: "healthai-prometheus", grafana: "healthai-grafana" };

/** `healthai-app-1` of a compose file; its one backup has no number there. */
export function instanceName(service: string): string {
    return service.replace(/-backup$/, "-backup-1");
}

function slotName(service: string): string {
    return instanceName(service).replace(/^healthai-/, "");
}
