import { join } from "node:path";
import { agentScript, aliveScript, proxyFunctions } from "../container-scripts";
import { bootstrapScript, certificateScript, readScript, sharedScripts, type Script } from "../scripts";

const folder = join(__dirname, "scripts");
const own = (...paths: readonly string[]): readonly Script[] => paths.map(path => readScript(folder, path));

/** All that lies in the agent's container below /evenkeel; its own are each a file of its own below `scripts/`. */
export const agentScripts: readonly Script[] = [
    ...sharedScripts,
    bootstrapScript,
    certificateScript,
    agentScript,
    aliveScript,
    ...own("environment.sh", "expand.sh", "follow.sh", "push.sh", "release/machine.sh", "release/monitoring.sh"),
    proxyFunctions,
    ...own("release/slots.sh", "release.sh", "slot.sh", "transaction.sh"),
];

/** Puts addresses where a release names slots: `sh <this> <release> <slots>`. */
export const expandScript = join(folder, "expand.sh");
