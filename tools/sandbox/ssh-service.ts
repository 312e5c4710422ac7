import { randomInt } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { findSandboxHost, type SandboxHost } from "../../components/config/sandbox";
import { portOwner } from "./ports";
import { compile, startInBackground } from "./background";
import { endGracefully } from "./end-processes";
import { prefixFolder, sandboxFolder } from "./folders";
import { writeHostRecord } from "./host-record";
import { clientKey, hostKey } from "./keys";
import { sandboxProcesses } from "./process-table";
import { loginName } from "./ssh-command";

const role = "ssh";
const address = "127.0.0.1";

/** Makes sure that the sandbox host answers on SSH. */
export async function ensureSshHost(): Promise<void> {
    const { port } = await ensureHostRecord();
    if (isRunning()) {
        return;
    }
    const owner = await portOwner(address, port);
    if (owner !== undefined) {
        // Another port would be another host to the deployment, which remembers how it reached this one.
        throw new Error(
            `Port ${String(port)}, where the sandbox host answers, is taken by ${owner.words}. Stop that program, or start afresh with \`npm run down\` and \`npm run up\`.`,
        );
    }
    await start(port);
}

/** How the host is reached, whether or not it runs yet: enough for a preview. */
export async function ensureHostRecord(): Promise<SandboxHost> {
    const known = findSandboxHost();
    if (known !== undefined) {
        return known;
    }
    // Whatever runs without a record belongs to a sandbox whose files were removed by hand: nobody can reach it any more.
    await endGracefully(sandboxProcesses(sandboxFolder(), prefixFolder()).map(found => found.pid));
    mkdirSync(prefixFolder(), { recursive: true, mode: 0o700 });
    const record: SandboxHost = {
        address,
        port: await freePort(),
        user: loginName(),
        hostKey: hostKey().public,
        privateKey: clientKey().private,
        prefix: prefixFolder(),
    };
    writeHostRecord(record);
    return record;
}

/** Below the range that the system takes for outgoing connections, which might hold it when the host starts again. */
async function freePort(): Promise<number> {
    const port = randomInt(20_000, 32_000);
    return (await portOwner(address, port)) === undefined ? port : freePort();
}

function isRunning(): boolean {
    return sandboxProcesses(sandboxFolder(), prefixFolder()).some(found => found.role === role);
}

async function start(port: number): Promise<void> {
    const program = join(__dirname, "ssh-main.ts");
    await compile(program);
    await startInBackground({
        name: "ssh",
        role,
        program,
        args: ["--address", address, "--port", String(port)],
    });
}
