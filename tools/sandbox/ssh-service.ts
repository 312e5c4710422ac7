import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
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

/** Makes sure that the sandbox host answers on SSH. */
export async function ensureSshHost(): Promise<void> {
    const record = await ensureHostRecord();
    if (!isRunning()) {
        // The port is part of what a deployment remembers of its host, so it stays the same from run to run where it can.
        const port = await start(record.port).catch(() => start(0));
        writeHostRecord({ ...record, port });
    }
}

/** How the host is reached, whether or not it runs yet: enough for a preview. */
export async function ensureHostRecord(): Promise<SandboxHost> {
    const known = readHostRecord();
    if (known !== undefined) {
        return known;
    }
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

function freePort(): Promise<number> {
    return new Promise((resolve, reject) => {
        const server = createServer();
        server.once("error", reject);
        server.listen(0, address, () => {
            const place = server.address();
            server.close(() => {
                resolve(typeof place === "object" && place !== null ? place.port : 0);
            });
        });
    });
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
