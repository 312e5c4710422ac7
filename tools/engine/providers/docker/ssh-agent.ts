import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { Agent } from "node:http";
import { Duplex } from "node:stream";
import { collector } from "../collector";

/** Below the number of connections at which sshd begins to drop those that are not authenticated yet. */
const connections = 4;

/**
 * Reaches an engine as Docker's CLI and the provider do: by the machine's own ssh and `docker system dial-stdio` at the
 * other end. So the keys, the known hosts and the settings are the user's.
 */
export function sshAgent(host: string): Agent {
    const agent = new Agent({ keepAlive: true, maxSockets: connections });
    const args = sshArguments(host);
    return Object.assign(agent, { createConnection: () => new SshConnection(args) });
}

function sshArguments(address: string): string[] {
    const { username, hostname, port, pathname } = new URL(address);
    if (pathname !== "" && pathname !== "/") {
        throw new Error(`${address} has a path, and an engine that is reached by ssh has none.`);
    }
    const user = username === "" ? [] : ["-l", decodeURIComponent(username)];
    return ["-o", "ConnectTimeout=30", "-T", ...user, ...(port === "" ? [] : ["-p", port]), "--", hostname, "docker", "system", "dial-stdio"];
}

/** One connection: what ssh's two ends carry, with as much of a socket as an agent asks for. */
class SshConnection extends Duplex {
    private readonly child: ChildProcessWithoutNullStreams;

    constructor(args: readonly string[]) {
        super();
        const said = collector();
        this.child = spawn("ssh", args, { stdio: "pipe", detached: true });
        this.child.stdout.on("data", (data: Buffer) => {
            if (!this.push(data)) {
                this.child.stdout.pause();
            }
        });
        this.child.stderr.on("data", (data: Buffer) => {
            said.add(data);
        });
        this.child.stdin.on("error", () => undefined);
        this.child.on("error", error => this.destroy(new Error(`ssh can't be started: ${error.message}`)));
        this.child.on("close", code => {
            this.push(null);
            this.destroy(code === 0 ? undefined : new Error(`ssh ended with status ${String(code)}: ${said.text().trim()}`));
        });
    }

    override _read(): void {
        this.child.stdout.resume();
    }

    override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
        this.child.stdin.write(chunk, done);
    }

    override _final(done: (error?: Error | null) => void): void {
        this.child.stdin.end(done);
    }

    override _destroy(error: Error | null, done: (error: Error | null) => void): void {
        this.child.kill();
        done(error);
    }

    setKeepAlive(): this {
        return this;
    }

    setNoDelay(): this {
        return this;
    }

    setTimeout(): this {
        return this;
    }

    /** An idle connection doesn't keep the process alive. */
    ref(): this {
        this.child.ref();
        return this;
    }

    unref(): this {
        this.child.unref();
        for (const stream of [this.child.stdin, this.child.stdout, this.child.stderr]) {
            (stream as Duplex & { unref?(): void }).unref?.();
        }
        return this;
    }
}
