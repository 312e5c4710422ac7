import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { median, type Verdict } from "./verdict";

const rounds = 5;

/** An `up` that finds nothing to do, against one of a program that declares nothing, each in a process of its own. */
export function timeNoChange(folder: string): Verdict[] {
    const stack = writeStack(folder);
    const environment = { ...process.env, EVENKEEL_HOME: join(folder, "home"), EVENKEEL_ENGINE: "embedded" };
    const command = (name: string): void => {
        execFileSync(process.execPath, ["tools/run.mjs", name, stack], { env: environment, stdio: "ignore" });
    };
    const time = (program: string): number => {
        const begun = performance.now();
        execFileSync(process.execPath, ["--import", "tsx", "tools/bench/one-up.ts", program, stack], { env: environment, stdio: "ignore" });
        return performance.now() - begun;
    };
    const empty = join(folder, "empty.ts");
    writeFileSync(empty, "export {};\n");
    command("up");
    try {
        time(empty);
        const ratios = Array.from({ length: rounds }, () => time("index.ts") / time(empty));
        return [{ what: "no-change up, against an empty Pulumi program", measured: median(ratios), bound: { kind: "at most", value: 1.3 }, unit: "x" }];
    } finally {
        command("down");
    }
}

/** The dev stack, beside one that may be running. */
function writeStack(folder: string): string {
    const file = join(folder, "Pulumi.bench.yaml");
    const shipped = readFileSync("Pulumi.dev.yaml", "utf8");
    writeFileSync(file, shipped.replaceAll("127.0.3", "127.0.6").replace("http: 8080", "http: 29180").replace("https: 8443", "https: 29143"));
    return file;
}
