import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { timeNoChange } from "./bench/no-change";
import { compareProxies } from "./bench/proxies";
import { timeRendering } from "./bench/rendering";
import { isReached, printVerdicts } from "./bench/verdict";

/** Prints the ratios that the design promises, measured on this machine in this run; status 1 when one is missed. */
async function bench(): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), "evenkeel-bench-"));
    try {
        console.log("Needs nginx and wrk, and a machine that does nothing else. Takes about five minutes.");
        const verdicts = [...timeRendering(), ...timeNoChange(folder), ...(await compareProxies(folder))];
        console.log("");
        printVerdicts(verdicts);
        process.exitCode = verdicts.every(isReached) ? 0 : 1;
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

void bench();
