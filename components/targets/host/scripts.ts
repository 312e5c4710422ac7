import { join } from "node:path";
import { bootstrapScript, readScript, sharedScripts, type Script } from "../scripts";

const folder = join(__dirname, "scripts");

/** A host's own part of what a release carries, each a file of its own below `scripts/`. */
const own = [
    "release/before.sh",
    "release/checker.sh",
    "release/links.sh",
    "release/machine.sh",
    "release/nginx.sh",
    "release/packages.sh",
    "release/remove.sh",
    "release/service-manager.sh",
    "release.sh",
];

/** Read once: everything that is sent to a host comes through here. */
export const releaseScripts: readonly Script[] = [...sharedScripts, ...own.map(path => readScript(folder, path))];

/** What unpacks a bundle on the host. Its comments stay here, because a failing push prints the whole command. */
export const bootstrap = bootstrapScript.content.replace(/^ *#.*\n/gm, "");
