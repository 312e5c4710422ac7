import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { localStateFolder } from "../../../components/config/sandbox";
import { project } from "../home";

/** Where the Pulumi CLI keeps the state: in the user's own backend where there is one, else beside all other local state. */
export type Backend = { readonly kind: "own" } | { readonly kind: "local"; readonly folder: string };

export function chooseBackend(): Backend {
    return isBackendNamed() || isLoggedIn() ? { kind: "own" } : { kind: "local", folder: join(localStateFolder(), "pulumi") };
}

/** Whether somebody says where the state of this project's stacks is. */
export function isBackendNamed(): boolean {
    const { PULUMI_BACKEND_URL: url, PULUMI_ACCESS_TOKEN: token } = process.env;
    return isGiven(url) || isGiven(token) || projectNamesBackend();
}

/** What the CLI needs in its environment to use the backend. */
export function backendEnvironment(backend: Backend): Record<string, string> {
    if (backend.kind === "own") {
        return {};
    }
    mkdirSync(backend.folder, { recursive: true, mode: 0o700 });
    return { PULUMI_BACKEND_URL: pathToFileURL(backend.folder).href };
}

/** Removes the local backend's folder once no stack is left in it; backups of removed stacks hold nothing of use. */
export function removeEmptyBackend(backend: Backend): void {
    if (backend.kind === "local" && !holdsStacks(join(backend.folder, ".pulumi", "stacks"))) {
        rmSync(backend.folder, { recursive: true, force: true });
    }
}

function holdsStacks(folder: string): boolean {
    try {
        return readdirSync(folder, { recursive: true }).some(file => String(file).endsWith(".json"));
    } catch {
        return false;
    }
}

function isGiven(value: string | undefined): boolean {
    return value !== undefined && value !== "";
}

function projectNamesBackend(): boolean {
    const settings = parse(readFileSync(join(project, "Pulumi.yaml"), "utf8")) as { backend?: { url?: string } };
    return isGiven(settings.backend?.url);
}

function isLoggedIn(): boolean {
    const file = join(process.env["PULUMI_HOME"] ?? join(homedir(), ".pulumi"), "credentials.json");
    try {
        return isGiven((JSON.parse(readFileSync(file, "utf8")) as { current?: string }).current);
    } catch {
        return false;
    }
}
