import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findProgram } from "../../../tools/commands/machine/programs";
import { CommandedStack } from "../commanded-stack";

/** Why the dev stack can't be brought up on this machine; undefined where it can. */
export function whyNot(): string | undefined {
    const missing = ["nginx", "curl"].filter(program => findProgram(program) === undefined);
    return missing.length === 0 ? undefined : `this machine has no ${missing.join(" and no ")}`;
}

/**
 * The dev stack as it is shipped, moved to ports, addresses and a state folder of its own, so that one that a developer
 * has running is left alone. Its commands are run as a user runs them.
 */
export class DevStack extends CommandedStack {
    readonly http: string;
    readonly https: string;

    /** @param place what its addresses begin with, and its ports; two that run at once need different ones. */
    constructor(place = { addresses: "127.0.5", http: 18080, https: 18443 }) {
        const shipped = readFileSync("Pulumi.dev.yaml", "utf8");
        const ports = shipped.replace("http: 8080", `http: ${String(place.http)}`).replace("https: 8443", `https: ${String(place.https)}`);
        super("Pulumi.dev.yaml", ports.replaceAll("127.0.3", place.addresses));
        [this.http, this.https] = [`http://127.0.0.1:${String(place.http)}`, `https://127.0.0.1:${String(place.https)}`];
    }

    /** An `up` of its own process group, for killing. */
    spawnUp(): ChildProcess {
        return spawn(process.execPath, ["tools/run.mjs", "up", this.file], { env: this.environment, stdio: "ignore", detached: true });
    }

    /** Every file of this stack's state, sandbox host and logs, and what is in it; not those that its checker moves away meanwhile. */
    files(): ReadonlyMap<string, string> {
        const entries = readdirSync(this.home, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
        return new Map(entries.map(entry => join(entry.parentPath, entry.name)).flatMap(file => contentOf(file).map(content => [file, content] as const)));
    }
}

function contentOf(file: string): readonly string[] {
    try {
        return [readFileSync(file, "latin1")];
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") {
            return [];
        }
        throw error;
    }
}

/** Tells a sample instance how to behave: `{ mode: "hang" }`. */
export async function turn(instance: string, wish: Readonly<Record<string, unknown>>): Promise<void> {
    const answer = await fetch(`http://${instance}/-/switch`, { method: "POST", body: JSON.stringify(wish) });
    if (!answer.ok) {
        throw new Error(`${instance} refuses the switch: ${await answer.text()}`);
    }
}
