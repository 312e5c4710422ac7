import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bootstrapScript, certificateScript, readScript, sharedScripts, type Script } from "../scripts";

const folder = join(__dirname, "scripts");

/** The agent's own, each a file of its own below `scripts/`. */
const own = [
    "agent.sh",
    "alive.sh",
    "environment.sh",
    "expand.sh",
    "follow.sh",
    "push.sh",
    "release/machine.sh",
    "release/monitoring.sh",
    "release/proxy.sh",
    "release/slots.sh",
    "release.sh",
    "slot.sh",
    "transaction.sh",
];

/** All that lies in the agent's container below /evenkeel. */
export const agentScripts: readonly Script[] = [...sharedScripts, bootstrapScript, certificateScript, ...own.map(path => readScript(folder, path))];

/** Puts addresses where a release names slots: `sh <this> <release> <slots>`. */
export const expandScript = join(folder, "expand.sh");

/** The proxy's first process: `sh -c <this> evenkeel <home> <run> <logs>`. Its comments stay here. */
export const proxyScript = readFileSync(join(folder, "proxy.sh"), "utf8").replace(/^ *#.*\n/gm, "");
