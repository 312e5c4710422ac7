import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readScript } from "../scripts";

/** The agent's first process; it reads the target's own `environment.sh` and starts its `follow.sh`. */
export const agentScript = readScript(__dirname, "agent.sh");

/** Whether the agent is at work. */
export const aliveScript = readScript(__dirname, "alive.sh");

/** The running proxy as its agent sees it, where each has a container of its own. */
export const proxyFunctions = readScript(__dirname, "release/proxy.sh");

/** The proxy's first process: `sh -c <this> evenkeel <home> <run> <logs>`. Its comments stay here. */
export const proxyScript = readFileSync(join(__dirname, "proxy.sh"), "utf8").replace(/^ *#.*\n/gm, "");
