import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Commands that change something. Between two of them a kill makes no difference. */
const changing = ["cp", "ln", "mkdir", "mv", "nginx", "rm", "setsid"];

/**
 * A folder to put first in PATH, in which every changing command kills the whole push, itself included, instead of doing
 * its work, once `at` of them have been called. The scripts themselves know nothing of it.
 */
export class KillingPath {
    private readonly folder = mkdtempSync(join(tmpdir(), "evenkeel-kill-"));

    constructor() {
        mkdirSync(join(this.folder, "bin"));
        for (const command of changing) {
            const real = execFileSync("sh", ["-c", `PATH=$PATH:/usr/sbin command -v ${command}`], { encoding: "utf8" }).trim();
            const shim = join(this.folder, "bin", command);
            writeFileSync(shim, this.shim(real));
            chmodSync(shim, 0o755);
        }
    }

    /** What the environment of a push has to be. */
    get environment(): Record<string, string> {
        return { PATH: `${join(this.folder, "bin")}:${process.env["PATH"] ?? ""}` };
    }

    /** @param group process group of the push: what it starts in groups of their own is left alone. */
    arm(group: number, at: number): void {
        writeFileSync(join(this.folder, "calls"), "");
        writeFileSync(join(this.folder, "at"), String(at));
        writeFileSync(join(this.folder, "group"), String(group));
    }

    /** How many changing commands the push has called. */
    get calls(): number {
        return readFileSync(join(this.folder, "calls")).length;
    }

    remove(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }

    private shim(real: string): string {
        return `#!/bin/sh
read -r _ _ _ _ group _ <"/proc/$$/stat"
for last; do :; done
case "$last" in
    */evenkeel.[0-9]* | [!/]*) counts=no ;; # unpacking, in a folder that nobody will look into
    *) counts=yes ;;
esac
if [ $counts = yes ] && [ "$group" = "$(cat '${this.folder}/group')" ]; then
    printf x >>'${this.folder}/calls'
    if [ "$(wc -c <'${this.folder}/calls')" = "$(cat '${this.folder}/at')" ]; then
        kill -9 "-$group"
    fi
fi
exec ${real} "$@"
`;
    }
}
