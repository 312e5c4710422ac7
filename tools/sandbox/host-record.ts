import { renameSync, writeFileSync } from "node:fs";
import { sandboxRecordFile, type SandboxHost } from "../../components/config/sandbox";

/** Written aside and renamed, so that a reader never meets half a record. Mode 0600: it holds a private key. */
export function writeHostRecord(host: SandboxHost): void {
    const file = sandboxRecordFile();
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, `${JSON.stringify(host, null, 4)}\n`, { mode: 0o600 });
    renameSync(draft, file);
}
