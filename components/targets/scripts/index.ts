import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Script {
    /** Where it lies in a bundle or container: `scripts/release.sh`. */
    readonly path: string;
    readonly content: string;
}

/** @param folder where it is in this repository. @param path where it is in there, and below `scripts/` where it runs. */
export function readScript(folder: string, path: string): Script {
    return { path: `scripts/${path}`, content: readFileSync(join(folder, path), "utf8") };
}

const shared = (path: string): Script => readScript(__dirname, path);

/** What makes a release live and watches over it, on any machine that has the functions that `release/apply.sh` lists. */
export const sharedScripts: readonly Script[] = [
    "health/clock.sh",
    "health/fresh.sh",
    "health/metrics.sh",
    "health/publish.sh",
    "health/report.sh",
    "health/round.sh",
    "health/targets.sh",
    "health_check.sh",
    "release/apply.sh",
    "release/context.sh",
    "release/errors.sh",
    "release/files.sh",
    "release/journal.sh",
    "release/lock.sh",
    "release/proof.sh",
    "release/prune.sh",
    "release/report.sh",
    "release/stage.sh",
    "release/version.sh",
    "settings.sh",
].map(shared);

export const certificateScript = shared("certificate.sh");

/** Takes a bundle from stdin and runs one script in it. */
export const bootstrapScript = shared("bootstrap.sh");
