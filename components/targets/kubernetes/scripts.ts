import { join } from "node:path";
import { proxyFunctions, proxyScript } from "../container-scripts";
import { readScript, sharedScripts, type Script } from "../scripts";

const folder = join(__dirname, "scripts");

/** Those of every target that an agent of pods has a use for: health checks, and how files are changed. */
const shared = sharedScripts.filter(({ path }) => /^scripts\/(health|settings|release\/(files|report)\.sh)/.test(path));

const own: readonly Script[] = [].map(path => readScript(folder, path));

/** What the ConfigMap with the scripts of the proxy's pod holds, by its path below `podPaths.scripts`. */
export const podScripts: readonly Script[] = [...shared, proxyFunctions, ...own, { path: "scripts/proxy.sh", content: proxyScript }].map(({ path, content }) => ({
    path: path.replace(/^scripts\//, ""),
    content,
}));

/** Puts the addresses of pods into a release: `sh <this> <release> <slots>`. */
export const expandScript = join(folder, "expand.sh");
