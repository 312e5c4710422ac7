import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { sandboxRecordFile, type SandboxHost } from "../../components/config/sandbox";

/** The record of a sandbox that was set up before, running or not. */
export function readHostRecord(): SandboxHost | undefined {
    try {
        return JSON.parse(readFileSync(sandboxRecordFile(), "utf8")) as SandboxHost;
    } catch {
        return undefined;
    }
}

/** Written aside and renamed, so that a reader never meets half a record. Mode 0600: it holds a private key. */
export function writeHostRecord(host: SandboxHost): void {
    const file = sandboxRecordFile();
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, `${JSON.stringify(host, null, 4)}\n`, { mode: 0o600 });
    renameSync(draft, file);
}
