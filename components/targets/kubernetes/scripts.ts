import { join } from "node:path";
import { agentScript, aliveScript, proxyFunctions, proxyScript } from "../container-scripts";
import { readScript, sharedScripts, type Script } from "../scripts";

const folder = join(__dirname, "scripts");

/** Those of every target that an agent of pods has a use for: health checks, and how files are changed. */
const shared = sharedScripts.filter(({ path }) => /^scripts\/(health|settings|release\/(files|report)\.sh)/.test(path));

const own = ["environment.sh", "expand.sh", "follow.sh", "lookup.sh", "release.sh"].map(path => readScript(folder, path));

const proxyFile: Script = { path: "scripts/proxy.sh", content: proxyScript };

/** What the ConfigMap with the scripts of the proxy's pod holds, by its path below `podPaths.scripts`. */
export const podScripts: readonly Script[] = [...shared, aliveScript, proxyFunctions, proxyFile, agentScript, ...own].map(({ path, content }) => ({
    path: path.replace(/^scripts\//, ""),
    content,
}));

/** Puts the addresses of pods into a release: `sh <this> <release> <slots`. */
export const expandScript = join(folder, "expand.sh");
