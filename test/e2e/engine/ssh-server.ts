import { generateKeyPairSync } from "node:crypto";
import type { AddressInfo } from "node:net";
import { Server, utils, type Connection, type ServerChannel } from "ssh2";
import { newSshKey } from "../../../tools/sandbox/keys";

export interface Received {
    readonly command: string;
    readonly stdin: string;
    readonly environment: Readonly<Record<string, string>>;
}

export interface Answer {
    readonly stdout?: string;
    readonly stderr?: string;
    readonly code?: number;
    /** Cuts the connection in the place of an answer. */
    readonly cut?: boolean;
}

export interface TestServer {
    readonly port: number;
    /** As a line of known_hosts without the host. */
    readonly hostKey: string;
    /** OpenSSH's form; the only one that is let in. */
    readonly privateKey: string;
    readonly received: Received[];
    readonly connections: () => number;
    /** What to answer to the commands that come. */
    answer: (received: Received) => Answer | Promise<Answer>;
    close(): Promise<void>;
}

/** An SSH server on loopback that runs nothing: it notes each command and answers as it is told. */
export async function startServer(): Promise<TestServer> {
    const [host, user] = [newSshKey(), newSshKey()];
    const received: Received[] = [];
    const open = new Set<Connection>();
    let connections = 0;
    const server = new Server({ hostKeys: [host.private] }, client => {
        connections += 1;
        open.add(client);
        client.on("error", () => undefined);
        client.on("close", () => open.delete(client));
        admit(client, user.public);
        serve(client, async (command, channel) => {
            received.push(command);
            const answer = await test.answer(command);
            reply(client, channel, answer);
        });
    });
    await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
    const test: TestServer = {
        port: (server.address() as AddressInfo).port,
        hostKey: host.public,
        privateKey: user.private,
        received,
        connections: () => connections,
        answer: () => ({}),
        close: () => {
            open.forEach(client => client.end());
            return new Promise(resolve => server.close(() => {
                resolve();
            }));
        },
    };
    return test;
}

function admit(client: Connection, publicKey: string): void {
    const allowed = utils.parseKey(publicKey);
    client.on("authentication", context => {
        const known = context.method === "publickey" && !(allowed instanceof Error) && context.key.data.equals(allowed.getPublicSSH());
        if (known) {
            context.accept();
        } else {
            context.reject(["publickey"]);
        }
    });
}

function serve(client: Connection, run: (command: Received, channel: ServerChannel) => Promise<void>): void {
    client.on("session", accept => {
        const environment: Record<string, string> = {};
        const session = accept();
        session.on("env", (acceptEnv, _reject, info) => {
            environment[info.key] = info.val;
            (acceptEnv as (() => void) | undefined)?.();
        });
        session.on("exec", (acceptExec, _reject, info) => {
            const channel = acceptExec();
            const chunks: Buffer[] = [];
            channel.on("data", (data: Buffer) => chunks.push(data));
            channel.on("end", () => {
                void run({ command: info.command, stdin: Buffer.concat(chunks).toString(), environment }, channel);
            });
        });
    });
}

function reply(client: Connection, channel: ServerChannel, answer: Answer): void {
    if (answer.cut === true) {
        client.end();
        return;
    }
    channel.write(answer.stdout ?? "");
    channel.stderr.write(answer.stderr ?? "");
    channel.exit(answer.code ?? 0);
    channel.end();
}

/** A private key that no server of the tests lets in, in PKCS #8. */
export function strangersKey(): string {
    return generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}
