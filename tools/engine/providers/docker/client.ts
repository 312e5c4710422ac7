import { readFileSync } from "node:fs";
import { join } from "node:path";
import type Docker from "dockerode";
import type { DockerOptions } from "dockerode";
import { unwrap, type ValueMap } from "../../values";
import { text, Unreachable } from "../provider";

/** As the provider has it: the current context of Docker's CLI is not asked. */
const defaultHost = "unix:///var/run/docker.sock";

/** The inputs of the provider resource that the program made; empty where it made none. */
export type Config = ValueMap;

const clients = new Map<string, Promise<Docker>>();

/**
 * A client for the engine that the configuration names; one for all resources.
 *
 * @throws Unreachable
 */
export function connect(config: Config): Promise<Docker> {
    const host = hostOf(config);
    const known = clients.get(host);
    if (known !== undefined) {
        return known;
    }
    const client = open(host);
    clients.set(host, client);
    // The next operation tries again.
    client.catch(() => clients.delete(host));
    return client;
}

export function hostOf(config: Config): string {
    return text(unwrap(config["host"] ?? "")) || process.env["DOCKER_HOST"] || defaultHost;
}

async function open(host: string): Promise<Docker> {
    const options = await optionsFor(host);
    const { default: Client } = await import("dockerode");
    const client = new Client(options);
    try {
        await client.ping();
        return client;
    } catch (error) {
        throw new Unreachable(`Docker doesn't answer at ${host}: ${messageOf(error)}. Check that the engine runs there and that this user may use it.`);
    }
}

/** Every option is named, as the library fills those in that are not from the environment. */
async function optionsFor(host: string): Promise<DockerOptions> {
    const nothing = { host: undefined, port: undefined, socketPath: undefined, username: undefined, protocol: "http", ca: undefined, cert: undefined, key: undefined };
    const [scheme = "", rest = ""] = host.split("://", 2);
    switch (scheme) {
        case "unix":
            return { ...nothing, socketPath: rest } as DockerOptions;
        case "tcp":
        case "http":
        case "https": {
            const { hostname, port } = new URL(`http://${rest}`);
            const secure = scheme === "https" || process.env["DOCKER_TLS_VERIFY"] === "1";
            return { ...nothing, host: hostname, port, ...(secure ? { protocol: "https", ...certificates() } : {}) } as DockerOptions;
        }
        case "ssh": {
            const { sshAgent } = await import("./ssh-agent");
            return { ...nothing, host: "docker", agent: sshAgent(host) } as DockerOptions;
        }
        default:
            throw new Unreachable(`${host} is no address of a Docker engine. It has to begin with unix://, tcp:// or ssh://.`);
    }
}

function certificates(): { ca: Buffer; cert: Buffer; key: Buffer } | object {
    const path = process.env["DOCKER_CERT_PATH"];
    const read = (name: string): Buffer => readFileSync(join(path ?? "", name));
    return path === undefined ? {} : { ca: read("ca.pem"), cert: read("cert.pem"), key: read("key.pem") };
}

/** The engine's own words, where an answer brought any. */
export function messageOf(error: unknown): string {
    const { json, message } = error as { json?: { message?: unknown }; message?: string };
    const said = json?.message;
    return typeof said === "string" ? said : (message ?? String(error)).trim();
}

/** Waits for an answer of the engine, and has its words in the error. */
export async function ask<T>(what: string, answer: Promise<T>): Promise<T> {
    try {
        return await answer;
    } catch (error) {
        throw new Error(`${what}: ${messageOf(error)}`);
    }
}

/** Waits for an answer; undefined: there is no such thing. */
export function found<T>(what: string, answer: Promise<T>): Promise<T | undefined> {
    return unless([404], what, answer);
}

/** Waits for an answer; undefined: the engine answered with one of the statuses. */
export async function unless<T>(statuses: readonly number[], what: string, answer: Promise<T>): Promise<T | undefined> {
    return ask(
        what,
        answer.catch((error: unknown) => {
            if (statuses.includes((error as { statusCode?: number }).statusCode ?? 0)) {
                return undefined;
            }
            throw error;
        }),
    );
}

/** Repeats what the engine refuses for a reason that passes. Half a minute, as the provider waits. */
export async function patiently(isPassing: (message: string) => boolean, act: () => Promise<unknown>): Promise<void> {
    const end = Date.now() + 30_000;
    for (;;) {
        try {
            await act();
            return;
        } catch (error) {
            if (Date.now() > end || !isPassing(messageOf(error))) {
                throw error;
            }
            await pause(500);
        }
    }
}

export function pause(milliseconds: number): Promise<void> {
    return new Promise(resolve => setTimeout(resolve, milliseconds));
}
