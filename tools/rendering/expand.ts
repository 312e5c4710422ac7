import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DockerModel } from "../../components/config/model";
import { expandScript } from "../../components/targets/docker/scripts";

/** Puts an address where a written release names a slot, with the very script that does so on the engine. */
export function expand({ services }: DockerModel, directory: string): void {
    const slots = services.flatMap(({ instances, backup }) => [...instances, ...backup]);
    const folder = mkdtempSync(join(tmpdir(), "evenkeel-slots-"));
    try {
        writeFileSync(join(folder, "slots"), slots.map(({ address, port }) => `${address} 127.0.0.1:${String(port)} nobody\n`).join(""));
        execFileSync("sh", [expandScript, directory, join(folder, "slots")]);
    } finally {
        rmSync(folder, { recursive: true });
    }
}
