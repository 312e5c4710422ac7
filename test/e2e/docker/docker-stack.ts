import { ExampleStack } from "../example-stack";
import type { TestEngine } from "./test-engine";

export interface Inspected {
    readonly Id: string;
    readonly Name: string;
    readonly State: { readonly Status: string; readonly Pid: number; readonly StartedAt: string; readonly Health?: { readonly Status: string } };
    /** Of its image. */
    readonly Image: string;
    readonly Config: {
        readonly Env: readonly string[];
        readonly Cmd: readonly string[] | null;
        readonly User: string;
        readonly Healthcheck?: { readonly Test: readonly string[]; readonly Interval: number; readonly Timeout: number; readonly Retries: number; readonly StartPeriod: number };
    };
    readonly HostConfig: {
        readonly CapDrop: readonly string[] | null;
        readonly CapAdd: readonly string[] | null;
        readonly PortBindings: Readonly<Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[]>> | null;
        readonly Privileged: boolean;
        readonly ReadonlyRootfs: boolean;
        readonly RestartPolicy: { readonly Name: string };
        readonly SecurityOpt: readonly string[] | null;
    };
    readonly Mounts: readonly { readonly Type: string; readonly Name?: string; readonly Source: string; readonly Destination: string; readonly RW: boolean }[];
    readonly NetworkSettings: { readonly Networks: Readonly<Record<string, { readonly IPAddress: string; readonly Aliases: readonly string[] | null }>> };
}

/** The Docker example on an engine of the test's own. */
export class DockerStack extends ExampleStack {
    constructor(private readonly engine: TestEngine) {
        super("examples/healthai-docker.yaml", engine.environment);
        // The nginx in the tests' images is Debian's, and all requests of a test come from one client.
        this.edit("  evenkeel:services:", '  evenkeel:nginx: { version: "1.22" }\n\n  evenkeel:services:');
        this.edit(/rateLimit: .*/, "rateLimit: off");
        this.edit(/( +)health: .*/, "$&\n$1failover: { failTimeout: 10s }");
    }

    get http(): string {
        return `http://${this.engine.address}`;
    }

    get https(): string {
        return `https://${this.engine.address}`;
    }

    /** Containers that run, by name. */
    async running(...labels: string[]): Promise<string[]> {
        const filters = [`evenkeel.site`, ...labels].flatMap(label => ["--filter", `label=${label}`]);
        const names = await this.engine.docker("ps", "--format", "{{.Names}}", ...filters);
        return names.split("\n").filter(name => name !== "").sort();
    }

    /** The container that serves a slot. */
    async serving(slot: string): Promise<Inspected> {
        const [name, ...others] = await this.running(`evenkeel.slot=${slot}`);
        if (name === undefined || others.length > 0) {
            throw new Error(`${slot} is served by ${String([name, ...others])}.`);
        }
        return this.inspect(name);
    }

    async inspect(container: string): Promise<Inspected> {
        const [found] = JSON.parse(await this.engine.docker("inspect", container)) as Inspected[];
        if (found === undefined) {
            throw new Error(`There is no container ${container}.`);
        }
        return found;
    }
}
