import { posix } from "node:path";
import type { Release } from "./release";

/** What a bundle carries, as `components/targets/bundle.ts` writes it. */
export interface Bundle extends Release {
    /** `0644`, by path. */
    readonly modes: ReadonlyMap<string, string>;
}

/** undefined: the text is no bundle. */
export function readBundle(text: string): Bundle | undefined {
    if (!text.startsWith("@@ ")) {
        return undefined;
    }
    const files = new Map<string, string>();
    const modes = new Map<string, string>();
    const links = new Map<string, string>();
    for (const entry of text.slice("@@ ".length).split(/^@@ /m)) {
        const [header, content] = headAndBody(entry);
        const [kind = "", path = "", target = ""] = header.split(" ");
        if (kind === "link") {
            links.set(path, posix.join(posix.dirname(path), target));
        } else if (kind !== "end") {
            files.set(path, content);
            modes.set(path, kind);
        }
    }
    return { files, links, modes };
}

function headAndBody(entry: string): [string, string] {
    const end = entry.indexOf("\n");
    return end < 0 ? [entry, ""] : [entry.slice(0, end), entry.slice(end + 1)];
}
