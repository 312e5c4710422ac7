/** Where commands are run as they are printed, by test/e2e/docs/GROUND.test.ts. */
export const grounds = ["dev", "host", "docker", "kubernetes"] as const;
export type Ground = (typeof grounds)[number];

/** How it is known of a command that it works. */
export type Proof =
    /** It is run on that ground; commands of a later phase after all of the phases before. Default: phase 1, exit status 0. */
    | { readonly by: "running"; readonly on: Ground; readonly phase?: number; readonly exits?: readonly number[] }
    /** It is somebody else's, quoted to say what has taken its place. */
    | { readonly by: "quoting" }
    /** The test of its ground does what the page says, step by step. */
    | { readonly by: "walking" }
    /** It only names a command: the command's own help knows it. */
    | { readonly by: "help"; readonly on: "docker" | "kubernetes" }
    /** It is a form, with brackets or file names to be filled in: `documents.test.ts` knows its script and flags. */
    | { readonly by: "form" }
    /** A test of its own runs it; every word stands in that file. */
    | { readonly by: "test"; readonly file: string; readonly words: readonly string[] }
    /** No test can run it here, for that reason; it is shown to a shell's parser. */
    | { readonly by: "parsing"; readonly because: string };

export const form: Proof = { by: "form" };

export function runs(on: Ground, rest: { readonly phase?: number; readonly exits?: readonly number[] } = {}): Proof {
    return { by: "running", on, ...rest };
}

export function help(on: "docker" | "kubernetes"): Proof {
    return { by: "help", on };
}

export function test(file: string, ...words: string[]): Proof {
    return { by: "test", file, words };
}

export function parses(because: string): Proof {
    return { by: "parsing", because };
}
