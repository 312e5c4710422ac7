import "tsx/cjs";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { sandboxRecordFile, type SandboxHost } from "../../components/config/sandbox";
import { holdsSealed, withoutSealed } from "../../components/config/sealed";
import { unopened } from "../../components/config/secrets";
import type { RawConfig } from "../../components/config/validate";
import type { Registered } from "../../policy/deployed/registered";
import { record, type Recording } from "../engine/record";
import { project } from "./home";
import type { CheckedStack } from "./read-stack";

/** Stands in for the sandbox of a development stack, which need not be there. */
const anySandbox: SandboxHost = {
    address: "127.0.0.1",
    port: 2222,
    user: "sandbox",
    hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFNhbmRib3ggaG9zdHMgbWFrZSB0aGVpciBvd24ga2V5",
    privateKey: unopened,
    prefix: "/srv/sandbox",
};

let last: Promise<unknown> = Promise.resolve();

/**
 * Everything that a stack would register if it were not there yet. Needs neither a passphrase nor a state, a network or a
 * sandbox: in the place of each encrypted secret stands the same word.
 *
 * Calls that overlap wait for each other, for the program has its process to itself.
 *
 * @throws with what the program says when it refuses the stack.
 */
export async function recordStack(stack: Pick<CheckedStack, "name" | "raw">): Promise<readonly Registered[]> {
    const { resources, errors } = await recordUnopened(stack);
    if (errors.length > 0) {
        throw new Error(errors.join("\n"));
    }
    return resources;
}

/** The same with what the program says beside it. */
export function recordUnopened({ name, raw }: Pick<CheckedStack, "name" | "raw">): Promise<Recording> {
    const blocks = Object.entries(raw);
    const open = Object.fromEntries(blocks.map(([block, value]) => [block, withoutSealed(value, () => unopened)]));
    return recordSettings(name, open, blocks.filter(([, value]) => holdsSealed(value)).map(([block]) => block));
}

/** @param secretBlocks whose settings have secrets among them, in clear: `tls`. */
export function recordSettings(name: string, settings: RawConfig, secretBlocks: readonly string[], sandbox = anySandbox): Promise<Recording> {
    const config = Object.fromEntries(Object.entries(settings).map(([block, value]) => [`evenkeel:${block}`, typeof value === "string" ? value : JSON.stringify(value)]));
    const secretConfigKeys = secretBlocks.map(block => `evenkeel:${block}`);
    const run = (): Promise<Recording> => record({ projectDir: project, program: join(project, "index.ts"), project: "evenkeel", stack: name, config, secretConfigKeys });
    const recording = last.then(() => inPlace(sandbox, run));
    last = recording.catch(() => undefined);
    return recording;
}

/** Gives the program a sandbox, and its process back what it had: the folder it was in, and where its state lies. */
async function inPlace<T>(sandbox: SandboxHost, run: () => Promise<T>): Promise<T> {
    const [folder, home] = [process.cwd(), process.env["EVENKEEL_HOME"]];
    const own = mkdtempSync(join(tmpdir(), "evenkeel-"));
    process.env["EVENKEEL_HOME"] = own;
    try {
        mkdirSync(dirname(sandboxRecordFile()));
        writeFileSync(sandboxRecordFile(), JSON.stringify(sandbox));
        return await run();
    } finally {
        process.chdir(folder);
        rmSync(own, { recursive: true });
        if (home === undefined) {
            Reflect.deleteProperty(process.env, "EVENKEEL_HOME");
        } else {
            process.env["EVENKEEL_HOME"] = home;
        }
    }
}
