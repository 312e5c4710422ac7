import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request, type IncomingHttpHeaders } from "node:http";
import { request as secureRequest } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { Model } from "../../../components/config/model";
import { render } from "../../../components/proxy/render";
import { nginxVersion } from "../../../tools/commands/machine/programs";
import { rehearsal } from "../../../tools/rendering/rehearsal";
import { writeThrowawayCertificate } from "../../../tools/rendering/throwaway-certificate";
import { writeRelease } from "../../../tools/rendering/write-release";
import { freePorts } from "./ports";
import { nginx } from "./with-nginx";

export interface Question {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string | readonly string[]>>;
    readonly body?: string;
    /** Over TLS; over plain HTTP otherwise. */
    readonly secure?: boolean;
    /** The proxy's port for the protocol unless given. */
    readonly port?: number;
    /** Where the request comes from: any address on loopback. */
    readonly from?: string;
}

export interface Answer {
    readonly status: number;
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
    readonly milliseconds: number;
}

/** An nginx of a test's own, in the foreground of a temporary directory, with the configuration of a model. */
export class Proxy {
    private constructor(
        readonly directory: string,
        readonly release: string,
        readonly httpPort: number,
        readonly httpsPort: number,
        private readonly child: ChildProcess,
    ) {}

    static async start(model: Model): Promise<Proxy> {
        const [httpPort = 0, httpsPort = 0] = await freePorts(2);
        const directory = mkdtempSync(join(tmpdir(), "evenkeel-nginx-"));
        // Started by root, the workers run under an account that owns nothing here.
        chmodSync(directory, 0o755);
        ["logs", "cache", "state/fresh"].forEach((folder) => mkdirSync(join(directory, folder), { recursive: true }));
        const here = rehearsal(model, directory);
        const version = nginxVersion() ?? model.nginx.version;
        const rendered = render({ ...here, site: { ...here.site, httpPort, httpsPort }, nginx: { ...here.nginx, version } });
        writeRelease(rendered, directory);
        await writeThrowawayCertificate(join(directory, "nginx/tls"));
        const child = spawn(nginx ?? "nginx", ["-c", join(directory, "nginx/nginx.conf"), "-e", join(directory, "logs/start.log"), "-g", "daemon off;"], { stdio: "inherit" });
        const proxy = new Proxy(directory, rendered.release, httpPort, httpsPort, child);
        await proxy.answers();
        return proxy;
    }

    ask(path: string, question: Question = {}): Promise<Answer> {
        const begun = performance.now();
        const { secure = false, from = "127.0.0.1", method = "GET", headers = {}, body } = question;
        const options = {
            host: "127.0.0.1",
            port: question.port ?? (secure ? this.httpsPort : this.httpPort),
            path,
            method,
            headers: { host: "test.example", ...headers } as Record<string, string>,
            localAddress: from,
            agent: false as const,
            rejectUnauthorized: false,
            timeout: 30_000,
        };
        return new Promise((resolve, reject) => {
            const asked = (secure ? secureRequest : request)(options, (response) => {
                response.toArray().then((chunks) => {
                    const text = Buffer.concat(chunks as Uint8Array[]).toString();
                    resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text, milliseconds: performance.now() - begun });
                }, reject);
            });
            asked.on("error", reject).on("timeout", () => asked.destroy(new Error("no answer within 30 s")));
            asked.end(body);
        });
    }

    /** Takes the configuration in again, as an operator's reload does. */
    reload(): void {
        this.child.kill("SIGHUP");
    }

    /** Makes a folder below the proxy's directory. */
    make(folder: string): void {
        mkdirSync(join(this.directory, folder), { recursive: true });
    }

    /** What the site's access log tells, as `lines` has it. */
    async log(count: number): Promise<Record<string, unknown>[]> {
        return (await this.lines("evenkeel.access.log", count)).map((line) => JSON.parse(line) as Record<string, unknown>);
    }

    /** Lines of a log, once there are so many. nginx writes within a second, also what should not be there. */
    async lines(name: string, count: number): Promise<string[]> {
        await sleep(1200);
        const written = () => readFileSync(join(this.directory, "logs", name), "utf8").split("\n").slice(0, -1);
        await expect.poll(() => written().length, { timeout: 15_000 }).toBeGreaterThanOrEqual(count);
        return written();
    }

    errors(): string {
        return readFileSync(join(this.directory, "logs/error.log"), "utf8");
    }

    async stop(): Promise<void> {
        const ended = new Promise((resolve) => this.child.once("exit", resolve));
        this.child.kill("SIGTERM");
        await ended;
        rmSync(this.directory, { recursive: true, force: true });
    }

    private async answers(): Promise<void> {
        for (let attempt = 0; attempt < 600 && this.child.exitCode === null; attempt += 1) {
            try {
                await this.ask("/nginx-health");
                return;
            } catch {
                await sleep(50);
            }
        }
        this.child.kill("SIGTERM");
        throw new Error(`The nginx in ${this.directory} does not answer.`);
    }
}
