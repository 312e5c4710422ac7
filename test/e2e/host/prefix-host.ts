import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { chainFingerprint } from "../../../components/targets/certificate-files";
import { releaseBundle } from "../../../components/targets/release-bundle";
import { applyRelease, certificateBundle, removeCertificates, removeRelease, storeCertificate } from "../../../components/targets/host/push";
import type { Pair } from "../../certificates";
import { freePort } from "./backend";
import { makeSite, type TestSite } from "./site";

export interface Outcome {
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
}

export interface PushOptions {
    readonly certificate?: Pair;
    /** What arrives on stdin instead of the whole bundle. */
    readonly stdin?: string;
    readonly environment?: Readonly<Record<string, string>>;
    /** Called with the running push, which leads a process group of its own. */
    readonly onStart?: (push: ChildProcess) => void;
}

/** A folder that stands for `/`, and an nginx of its own in it: what a host with a prefix is. */
export class PrefixHost {
    private last: TestSite | undefined;

    private constructor(readonly prefix: string, readonly http: number) {}

    static async create(prefix = mkdtempSync(join(tmpdir(), "evenkeel-host-"))): Promise<PrefixHost> {
        chmodSync(prefix, 0o755);
        return new PrefixHost(prefix, await freePort());
    }

    get home(): string {
        return join(this.prefix, "opt/citadel");
    }

    site(instances: Readonly<Record<string, readonly string[]>>, more: { readonly site?: object; readonly service?: object; readonly tls?: object } = {}): TestSite {
        const services = Object.entries(instances).map(([name, addresses]) => [
            name,
            { routes: [`/${name}`], instances: addresses, health: { interval: "1s", timeout: "900ms" }, ...more.service },
        ]);
        return makeSite({
            site: { name: "citadel", listen: "127.0.0.1", http: this.http, rateLimit: "off", ...more.site },
            ...(more.tls === undefined ? {} : { tls: more.tls }),
            services: Object.fromEntries(services),
            host: { prefix: this.prefix },
        });
    }

    push(site: TestSite, options: PushOptions = {}): Promise<Outcome> {
        this.last = site;
        const { certificate } = options;
        const fingerprint = certificate === undefined ? undefined : chainFingerprint(certificate.certificate);
        return run(applyRelease(site.node, site.model, fingerprint), options.stdin ?? releaseBundle(site.rendered), options);
    }

    storeCertificate(site: TestSite, pair: Pair): Promise<Outcome> {
        return run(storeCertificate(site.node, site.model), certificateBundle(pair.certificate, pair.key));
    }

    removeCertificates(site: TestSite, pair: Pair): Promise<Outcome> {
        return run(removeCertificates(site.node, site.model), certificateBundle(pair.certificate, pair.key));
    }

    remove(site: TestSite): Promise<Outcome> {
        return run(removeRelease(site.node, site.model), releaseBundle(site.rendered));
    }

    /** What the running proxy says it is; empty when nothing answers. */
    async release(): Promise<string> {
        return (await this.get("/-/evenkeel/release")).body.trim();
    }

    async get(path: string): Promise<{ readonly status: number; readonly body: string }> {
        try {
            const response = await fetch(`http://127.0.0.1:${String(this.http)}${path}`, { redirect: "manual", headers: { connection: "close" } });
            return { status: response.status, body: await response.text() };
        } catch {
            return { status: 0, body: "" };
        }
    }

    releases(): string[] {
        return existsSync(join(this.home, "releases")) ? readdirSync(join(this.home, "releases")).sort() : [];
    }

    /** Process ids of what lives on after a push: nginx's master and the health checker. */
    daemons(): number[] {
        const found = readdirSync("/proc").filter(entry => /^\d+$/.test(entry) && isDaemon(this.prefix, commandLine(entry)));
        // The checker's own subshells look like it for a moment; one that has ended meanwhile has no parent any more.
        return found.filter(pid => !["", ...found].includes(parentOf(pid))).map(Number);
    }

    checker(): number {
        const pid = Number(readFileSync(join(this.home, "state/checker.pid"), "utf8"));
        if (pid > 0) {
            return pid;
        }
        throw new Error("the health checker has not said yet which process it is");
    }

    /** Nothing of a test outlives it, whatever it left undone. */
    async close(): Promise<void> {
        if (this.last !== undefined) {
            await this.remove(this.last);
        }
        for (const pid of this.daemons()) {
            try {
                process.kill(pid, "SIGTERM");
            } catch {
                // It ended by itself in the meantime.
            }
        }
        rmSync(this.prefix, { recursive: true, force: true });
    }
}

/** Runs a command as an SSH server does: by a shell, in a session of its own. */
export async function run(command: string, stdin: string, options: PushOptions = {}): Promise<Outcome> {
    const child = spawn("/bin/sh", ["-c", command], { detached: true, env: { ...process.env, ...options.environment } });
    const output = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
    child.stdin.on("error", () => undefined);
    child.stdin.end(stdin);
    options.onStart?.(child);
    const code = await new Promise<number | null>(resolve => child.once("close", resolve));
    return { code, ...output };
}

/** @throws when the condition does not come true in time. */
export async function until(what: string, condition: () => boolean | Promise<boolean>, milliseconds = 10_000): Promise<void> {
    const deadline = Date.now() + milliseconds;
    while (!(await condition())) {
        if (Date.now() > deadline) {
            throw new Error(`not within ${String(milliseconds)} ms: ${what}`);
        }
        await pause(50);
    }
}

function isDaemon(prefix: string, words: string): boolean {
    return words.includes(prefix) && (words.startsWith("nginx: master process") || /^sh\0\S+\/scripts\/health_check\.sh\0$/.test(words));
}

function parentOf(pid: string): string {
    try {
        return /^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "";
    } catch {
        return "";
    }
}

function commandLine(pid: string): string {
    try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8");
    } catch {
        return "";
    }
}
