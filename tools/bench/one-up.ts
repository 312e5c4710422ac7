import { join, resolve } from "node:path";
import { createEngine, openAhead, readStackConfig } from "../engine";
import { passphrase } from "../commands/passphrase";

/** One `up` of a program on a stack file's configuration: `one-up.ts PROGRAM STACK_FILE`. */
async function oneUp(program: string, file: string): Promise<void> {
    const home = process.env["EVENKEEL_HOME"] ?? "";
    const isEmpty = program !== "index.ts";
    const stateFile = isEmpty ? join(home, "empty-state.json") : join(home, "state", "bench.json");
    void openAhead(stateFile, passphrase());
    if (!isEmpty) {
        await holdToPolicies(file);
    }
    const engine = createEngine({
        projectDir: process.cwd(),
        program: resolve(program),
        project: "evenkeel",
        stack: "bench",
        config: await readStackConfig(file, "evenkeel", passphrase()),
        stateFile,
        passphrase: passphrase(),
        log: line => {
            console.log(line);
        },
    });
    const { ok, summary } = await engine.up();
    if (!ok || (!isEmpty && summary.same === 0)) {
        throw new Error("The up of the benchmark did not work out.");
    }
}

/** What it takes is loaded here alone: an empty program has no policies. */
async function holdToPolicies(file: string): Promise<void> {
    const { judgeStack, refuseBroken, refuseUnseen } = await import("../commands/policies");
    const { readStack } = await import("../commands/read-stack");
    const stack = readStack(file);
    const judged = await judgeStack(stack);
    refuseBroken(judged, stack);
    refuseUnseen(judged);
}

const [program = "", file = ""] = process.argv.slice(2);
void oneUp(program, file);
