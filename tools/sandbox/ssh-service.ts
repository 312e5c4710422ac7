import { join } from "node:path";
import type { SandboxHost } from "../../components/config/sandbox";
import { startInBackground } from "./background";
import { prefixFolder, sandboxFolder } from "./folders";
import { readHostRecord, writeHostRecord } from "./host-record";
import { clientKey, hostKey } from "./keys";
import { sandboxProcesses } from "./process-table";
import { loginName } from "./ssh-command";

const role = "ssh";
const address = "127.0.0.1";

/** Makes sure that the sandbox host answers on SSH, and returns how to reach it. */
export async function ensureSshHost(): Promise<SandboxHost> {
    const known = readHostRecord();
    if (known !== undefined && isRunning()) {
        return known;
    }
    // The port is part of what a deployment remembers of its host, so it stays the same from run to run where it can.
    const port = known === undefined ? await start(0) : await start(known.port).catch(() => start(0));
    const host: SandboxHost = {
        address,
        port,
        user: loginName(),
        hostKey: hostKey().public,
        privateKey: clientKey().private,
        prefix: prefixFolder(),
    };
    writeHostRecord(host);
    return host;
}

function isRunning(): boolean {
    return sandboxProcesses(sandboxFolder(), prefixFolder()).some(found => found.role === role);
}

async function start(port: number): Promise<number> {
    const reported = await startInBackground({
        name: "ssh",
        role,
        program: join(__dirname, "ssh-main.ts"),
        args: ["--address", address, "--port", String(port)],
    });
    if (typeof reported !== "number") {
        throw new Error("The SSH server of the sandbox does not say which port it listens on.");
    }
    return reported;
}
