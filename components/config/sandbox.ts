import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RawConfig } from "./validate";

/** How the sandbox host of a development stack is reached; written when the sandbox starts. */
export interface SandboxHost {
    readonly address: string;
    readonly port: number;
    readonly user: string;
    readonly hostKey: string;
    /** PEM. It opens nothing but the sandbox. */
    readonly privateKey: string;
    readonly prefix: string;
}

/** Where all local state lives: `.evenkeel` in the project, unless `EVENKEEL_HOME` names another folder. */
export function localStateFolder(): string {
    return process.env["EVENKEEL_HOME"] ?? join(process.cwd(), ".evenkeel");
}

export function sandboxRecordFile(): string {
    return join(localStateFolder(), "sandbox", "host.json");
}

/** Whether the stack's host is the sandbox, as the raw settings have it. */
export function wantsSandbox(raw: RawConfig): boolean {
    const host = block(raw, "host");
    return "sandbox" in host && host.sandbox === true && (raw["target"] ?? "host") === "host";
}

/** The settings with the running sandbox as their host. */
export function withSandbox(raw: RawConfig, sandbox: SandboxHost): RawConfig {
    const { address, port, user, hostKey, prefix } = sandbox;
    return {
        ...raw,
        host: { ...block(raw, "host"), nodes: [{ address, port, user, hostKey }], prefix },
        // The sandbox lies in the user's own folders, which another account may not be able to enter.
        nginx: { ...block(raw, "nginx"), ...(user === "root" ? { user } : {}) },
    };
}

function block(raw: RawConfig, name: string): object {
    const value = raw[name];
    return typeof value === "object" && value !== null ? value : {};
}

/** The sandbox that was set up on this machine, running or not. */
export function findSandboxHost(): SandboxHost | undefined {
    try {
        return JSON.parse(readFileSync(sandboxRecordFile(), "utf8")) as SandboxHost;
    } catch {
        return undefined;
    }
}

/** @throws when there is no sandbox on this machine. */
export function readSandboxHost(): SandboxHost {
    const sandbox = findSandboxHost();
    if (sandbox === undefined) {
        throw new Error("The stack's host is the sandbox, which is not running. Start it with: npm run up");
    }
    return sandbox;
}
