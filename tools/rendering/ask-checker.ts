import { spawnSync } from "node:child_process";

/** What one checker said; `missing` when this machine does not have it. */
export interface Verdict {
    readonly checker: string;
    readonly result: "passed" | "failed" | "missing";
    /** The checker's own words. */
    readonly words: string;
}

export function askChecker(checker: string, program: string | undefined, args: readonly string[], directory: string): Verdict {
    if (program === undefined) {
        return { checker, result: "missing", words: "" };
    }
    const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8", timeout: 60_000 });
    const words = error?.message ?? `${stdout}${stderr}`.replaceAll(`${directory}/`, "").trim();
    return { checker, result: status === 0 ? "passed" : "failed", words };
}
