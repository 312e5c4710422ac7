import { setTimeout as sleep } from "node:timers/promises";
import { Client, type ConnectConfig, type ServerHostKeyAlgorithm } from "ssh2";
import { Unreachable } from "./provider";
import { usablePrivateKey } from "./ssh-key";
import type { SshConnection } from "./ssh-connection";

/** An error that dialling again cannot cure. */
class Refused extends Unreachable {}

/** Waits between dials: the first, the growth and the longest, as Pulumi's `retry` package has them. */
const firstDelay = 100;
const growth = 1.5;
const longestDelay = 5_000;

/** A peer that is gone is noticed after three unanswered questions, not never. */
const keepalive = { keepaliveInterval: 10_000, keepaliveCountMax: 3 };

/**
 * Connects to a host, again and again while that can help.
 *
 * @throws Unreachable once `dialErrorLimit` dials after the first have failed, and at once where the host is not the one that was
 * pinned or does not let the user in.
 */
export async function dial(connection: SshConnection, log: (line: string) => void): Promise<Client> {
    const { dialErrorLimit: limit } = connection;
    let delay = firstDelay;
    for (let failures = 0; ; failures += 1) {
        try {
            return await dialOnce(connection);
        } catch (error) {
            if (error instanceof Refused) {
                throw error;
            }
            if (limit >= 0 && failures >= limit) {
                throw new Unreachable(`after ${String(failures + 1)} failed attempts: ${messageOf(error)}`);
            }
            log(`Dial ${String(failures + 1)}/${limit < 0 ? "inf" : String(limit)} failed: retrying (${messageOf(error)})`);
        }
        await sleep(delay);
        delay = Math.min(delay * growth, longestDelay);
    }
}

function dialOnce(connection: SshConnection): Promise<Client> {
    const client = new Client();
    const where = `${connection.host}:${String(connection.port)}`;
    const pin = hostKeyPin(connection);
    return new Promise((resolve, reject) => {
        client.on("error", error => {
            reject(explain(error, connection, where, pin.mismatch()));
            client.destroy();
        });
        client.on("close", () => {
            reject(new Error(`${where} closed the connection before the handshake was done`));
        });
        client.on("keyboard-interactive", (_name, _instructions, _language, prompts, answer) => {
            answer(prompts.map(() => connection.password ?? ""));
        });
        client.on("ready", () => {
            resolve(client);
        });
        client.connect({ ...configFor(connection), ...pin.config });
    });
}

function configFor(connection: SshConnection): ConnectConfig {
    const { host, port, user, password, privateKeyPassword, agentSocketPath, perDialTimeout } = connection;
    return {
        host,
        port,
        username: user,
        readyTimeout: perDialTimeout * 1000,
        ...keepalive,
        ...(connection.privateKey === undefined ? {} : { privateKey: keyFor(connection.privateKey, privateKeyPassword) }),
        ...(privateKeyPassword === undefined ? {} : { passphrase: privateKeyPassword }),
        ...(password === undefined ? {} : { password, tryKeyboard: true }),
        ...(agentSocketPath === undefined ? {} : { agent: agentSocketPath }),
    };
}

function keyFor(privateKey: string, password: string | undefined): string {
    const usable = usablePrivateKey(privateKey, password);
    if (usable instanceof Error) {
        throw new Refused(`the private key of the connection cannot be used: ${usable.message}`);
    }
    return usable;
}

interface Pin {
    readonly config: Pick<ConnectConfig, "hostVerifier" | "algorithms">;
    /** What the host showed instead of the pinned key, once it has. */
    mismatch(): string | undefined;
}

/** Accepts the pinned key and no other, and asks the server for a key of that type. */
function hostKeyPin({ hostKey }: SshConnection): Pin {
    if (hostKey === undefined) {
        return { config: {}, mismatch: () => undefined };
    }
    const [type, blob] = parseHostKey(hostKey);
    let shown: string | undefined;
    const hostVerifier = (key: Buffer): boolean => {
        shown = key.equals(blob) ? undefined : `${type} ${key.toString("base64")}`;
        return shown === undefined;
    };
    return { config: { hostVerifier, algorithms: { serverHostKey: algorithmsFor(type) } }, mismatch: () => shown };
}

function parseHostKey(line: string): readonly [string, Buffer] {
    const [type = "", base64 = ""] = line.trim().split(/\s+/);
    const blob = Buffer.from(base64, "base64");
    const length = blob.length >= 4 ? blob.readUInt32BE(0) : 0;
    if (blob.subarray(4, 4 + length).toString("latin1") !== type || type === "") {
        throw new Refused("failed to parse host key: connection.hostKey has to be one line of the form `ssh-ed25519 AAAA...`");
    }
    return [type, blob];
}

/** An RSA key signs with newer hashes than its type's name says. */
function algorithmsFor(type: string): ServerHostKeyAlgorithm[] {
    const names = type === "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"] : [type];
    return names as ServerHostKeyAlgorithm[];
}

function explain(error: Error & { level?: string }, { user }: SshConnection, where: string, mismatch: string | undefined): Error {
    if (mismatch !== undefined) {
        return new Refused(`${where} shows another host key than the pinned one: ssh: host key mismatch. It shows: ${mismatch}. Find out why before you change hostKey.`);
    }
    if (error.message.includes("no matching host key format")) {
        return new Refused(`${where} has no host key of the pinned one's type: ssh: host key mismatch. Find out why before you change hostKey.`);
    }
    if (error.level === "client-authentication") {
        return new Refused(`${where} does not let ${user} in: ssh: unable to authenticate, no supported methods remain. Check the user and the private key.`);
    }
    return new Error(`${where}: ${messageOf(error)}`);
}

function messageOf(error: unknown): string {
    if (error instanceof AggregateError) {
        return error.errors.map(messageOf).join("; ");
    }
    return error instanceof Error ? error.message || error.name : String(error);
}
