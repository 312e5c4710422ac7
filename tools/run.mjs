// Runs one of the commands in this folder. It is plain JavaScript because it works in a fresh clone, before there is a
// TypeScript loader: it installs the pinned dependencies first when they are missing or out of date.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const oldestNode = 20;
const project = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(project, "node_modules", ".evenkeel-installed");

const [command, ...args] = process.argv.slice(2);
requireNode();
await installDependencies();
process.exit(await run(process.execPath, ["--import", "tsx", join("tools", `${command}.ts`), ...args], "inherit"));

function requireNode() {
    if (Number(process.versions.node.split(".")[0]) < oldestNode) {
        console.error(`evenkeel needs Node ${oldestNode} or later; this is ${process.versions.node}. Install a newer one and run the command again.`);
        process.exit(1);
    }
}

async function installDependencies() {
    const wanted = createHash("sha256").update(readFileSync(join(project, "package-lock.json"))).digest("hex");
    if (installed() === wanted) {
        return;
    }
    console.error("Installing the pinned dependencies (once) ...");
    // Standard output belongs to the command: `npm run -s outputs` prints JSON alone.
    const status = await run("npm", ["ci", "--no-progress", "--loglevel", "error"], ["ignore", 2, 2]);
    if (status !== 0) {
        console.error("The dependencies could not be installed. Mend what npm says above and run the command again.");
        process.exit(1);
    }
    writeFileSync(stamp, wanted);
}

function installed() {
    try {
        return readFileSync(stamp, "utf8");
    } catch {
        return undefined;
    }
}

function run(program, argv, stdio) {
    return new Promise(resolve => {
        const child = spawn(program, argv, { cwd: project, stdio });
        for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
            process.on(signal, () => child.kill(signal));
        }
        child.on("error", error => {
            console.error(`${program} can't be started: ${error.message}`);
            resolve(1);
        });
        child.on("exit", (status, signal) => resolve(status ?? 128 + constants.signals[signal]));
    });
}
