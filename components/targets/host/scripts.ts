import { readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(__dirname, "scripts");

/** Scripts that a release carries, each a file of its own below `scripts/`. */
const released = [
    "health/clock.sh",
    "health/fresh.sh",
    "health/publish.sh",
    "health/report.sh",
    "health/round.sh",
    "health/targets.sh",
    "health_check.sh",
    "release/apply.sh",
    "release/before.sh",
    "release/checker.sh",
    "release/context.sh",
    "release/files.sh",
    "release/journal.sh",
    "release/links.sh",
    "release/lock.sh",
    "release/nginx.sh",
    "release/packages.sh",
    "release/proof.sh",
    "release/prune.sh",
    "release/remove.sh",
    "release/report.sh",
    "release/service-manager.sh",
    "release/stage.sh",
    "release.sh",
    "settings.sh",
] as const;

export interface Script {
    /** Where it lies in a bundle: `scripts/release.sh`. */
    readonly path: string;
    readonly content: string;
}

/** Read once: everything that is sent to a host comes through here. */
export const releaseScripts: readonly Script[] = released.map(read);

export const certificateScript = read("certificate.sh");

/** What unpacks a bundle on the host. Its comments stay here, because a failing push prints the whole command. */
export const bootstrap = withoutComments(read("bootstrap.sh").content);

function read(path: string): Script {
    return { path: `scripts/${path}`, content: readFileSync(join(folder, path), "utf8") };
}

function withoutComments(script: string): string {
    return script.replace(/^ *#.*\n/gm, "");
}
