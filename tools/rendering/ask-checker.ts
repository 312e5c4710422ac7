import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

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
    const { status, said } = run(program, args);
    return { checker, result: status === 0 ? "passed" : "failed", words: said.replaceAll(`${directory}/`, "").trim() };
}

/** The words go to a file: where nginx logs to /dev/stdout, it opens that, and a socket such as Node has there does not open. */
function run(program: string, args: readonly string[]): { readonly status: number | null; readonly said: string } {
    const folder = mkdtempSync(join(tmpdir(), "evenkeel-words-"));
    const words = openSync(join(folder, "words"), "a");
    try {
        const { status, error } = spawnSync(program, args, { stdio: ["ignore", words, words], timeout: 60_000 });
        return { status, said: error?.message ?? readFileSync(join(folder, "words"), "utf8") };
    } finally {
        closeSync(words);
        rmSync(folder, { recursive: true });
    }
}
