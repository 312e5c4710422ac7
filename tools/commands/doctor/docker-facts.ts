import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { DockerModel } from "../../../components/config/model";
import { proxyName } from "../../../components/targets/docker/names";
import { shellWords } from "../../../components/targets/shell-words";
import { messageOf } from "../failure";
import { findProgram } from "../machine/programs";
import type { Amounts } from "./capacity/amounts";
import { parseFacts } from "./node-facts";

const run = promisify(execFile);
const patience = 20_000;

/** What a Docker engine says of itself and of a stack. */
export interface EngineFacts {
    /** `20.10.24+dfsg1` */
    readonly version: string;
    /** The name of the machine that it runs on. */
    readonly machine: string;
    /** Where it keeps images and volumes, on its own machine. */
    readonly dataFolder: string;
    /** What the machine has. */
    readonly room: Amounts;
    /** `name:tag` and `name@digest` of what it has. */
    readonly images: readonly string[];
    readonly containers: readonly ContainerFacts[];
    /** What the proxy's container says: `served`, `space` (kilobytes). Empty when it does not run. */
    readonly proxy: ReadonlyMap<string, string>;
    /** Slot name to the container that gets its requests. */
    readonly slots: ReadonlyMap<string, string>;
}

export interface ContainerFacts {
    readonly name: string;
    /** `running`, `exited`, `created`, `restarting`, `paused`, `dead` */
    readonly state: string;
    /** `Up 2 hours (unhealthy)` */
    readonly status: string;
    /** `0.0.0.0:80->80/tcp, ...` */
    readonly ports: string;
    /** Which stack it belongs to; empty for a stranger. */
    readonly site: string;
}

/** Changes nothing in the proxy's container. */
const questions = `
say() { printf '%s %s\\n' "$1" "$2"; }
say space "$(df -Pk / | awk 'NR == 2 { print $4 }')"
say served "$(curl -q -s --max-time 3 --unix-socket "$2" http://localhost/-/evenkeel/release)"
while read -r slot address container; do say "slot:$slot" "$container"; done <"$1/slots"
`;

/** `unix:///var/run/docker.sock`: the stack file's, or what the docker command finds. */
export async function engineAddress(model: DockerModel): Promise<string> {
    return model.target.host ?? (await docker(model, "context", "inspect", "--format", "{{.Endpoints.docker.Host}}")).trim();
}

/**
 * Asks the engine of a stack.
 *
 * @throws with what keeps it from being reached.
 */
export async function askEngine(model: DockerModel): Promise<EngineFacts> {
    // `docker info` of some versions calls it no failure when there is no engine.
    const version = (await docker(model, "version", "--format", "{{.Server.Version}}")).trim();
    const [machine = "", dataFolder = ""] = lines(await docker(model, "info", "--format", "{{.Name}}\n{{.DockerRootDir}}"));
    const room = await askMachine(model);
    const images = lines(await docker(model, "image", "ls", "--digests", "--format", "{{.Repository}}:{{.Tag}}\n{{.Repository}}@{{.Digest}}"));
    const containers = lines(await docker(model, "ps", "--all", "--no-trunc", "--format", '{{.Names}}\t{{.State}}\t{{.Status}}\t{{.Ports}}\t{{.Label "evenkeel.site"}}')).map(parseContainer);
    const isUp = containers.some(({ name, state }) => name === proxyName(model) && state === "running");
    const proxy = isUp ? await askProxy(model) : new Map<string, string>();
    const slots = new Map([...proxy].flatMap(([name, container]) => (name.startsWith("slot:") ? [[name.slice("slot:".length), container] as const] : [])));
    return { version, machine, dataFolder, room, images, containers, proxy, slots };
}

/**
 * Asks the engine of a stack what its machine has.
 *
 * @throws with what keeps it from being reached.
 */
export async function askMachine(model: DockerModel): Promise<Amounts> {
    const [cpu = 0, memory = 0] = lines(await docker(model, "info", "--format", "{{.NCPU}}\n{{.MemTotal}}")).map(Number);
    if (!(cpu > 0 && memory > 0)) {
        throw new Error("the engine does not say what its machine has");
    }
    return { cpu, memory };
}

/** Before its first release, and while it starts, it has no answers. */
async function askProxy(model: DockerModel): Promise<ReadonlyMap<string, string>> {
    const { home, control } = model.paths;
    const script = shellWords(["sh", "-c", questions, "doctor", home, control ?? ""]);
    return parseFacts(await docker(model, "exec", proxyName(model), "sh", "-c", `${script} 2>/dev/null || :`));
}

async function docker({ target }: DockerModel, ...args: string[]): Promise<string> {
    const env = target.host === null ? process.env : { ...process.env, DOCKER_HOST: target.host };
    try {
        const { stdout } = await run(findProgram("docker") ?? "docker", args, { env, timeout: patience });
        return stdout;
    } catch (error) {
        throw new Error(lastWords(error), { cause: error });
    }
}

/** What the command itself said, rather than what it was. */
function lastWords(error: unknown): string {
    const { stderr = "", killed = false } = error as { readonly stderr?: string; readonly killed?: boolean };
    return killed ? `the engine did not answer within ${String(patience / 1000)} seconds` : (lines(stderr).at(-1) ?? messageOf(error));
}

function parseContainer(line: string): ContainerFacts {
    const [name = "", state = "", status = "", ports = "", site = ""] = line.split("\t");
    return { name, state, status, ports, site };
}

function lines(printed: string): string[] {
    return printed.split("\n").filter(line => line !== "");
}
