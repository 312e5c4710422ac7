import { structuredPatch } from "diff";
import type { Files } from "./release-files";

/** How one rendered file differs from what it was. */
export interface FileChange {
    readonly path: string;
    readonly kind: "new" | "gone" | "changed";
    /** Numbers of lines. */
    readonly added: number;
    readonly removed: number;
    /** A unified diff without its heading: `@@ -3,7 +3,8 @@`, then lines that begin with a space, `+` or `-`. */
    readonly lines: readonly string[];
}

/** Unchanged lines around a changed one. */
const context = 3;

/** Carry the hash of all others, so each change of any changes them too. */
const namesOfTheRelease = new Set(["config/release", "nginx/conf.d/release.conf"]);

/** What serves comes before what watches it, and that before what measures it. */
const folders = ["nginx", "config", "scripts", "monitoring", "kubernetes"];

/** Every file that differs: the proxy's own first, each folder sorted by path. */
export function fileChanges(before: Files, after: Files): FileChange[] {
    const paths = [...new Set([...before.keys(), ...after.keys()])].filter(path => !namesOfTheRelease.has(path)).sort(byFolder);
    return paths.flatMap(path => {
        const [old, now] = [before.get(path), after.get(path)].map(text => text && withoutHash(text));
        return old === now ? [] : [fileChange(path, old, now)];
    });
}

function byFolder(a: string, b: string): number {
    const rank = (path: string): number => folders.indexOf(path.split("/", 1)[0] ?? "");
    return rank(a) - rank(b) || (a < b ? -1 : 1);
}

function fileChange(path: string, before: string | undefined, after: string | undefined): FileChange {
    const { hunks } = structuredPatch(path, path, before ?? "", after ?? "", undefined, undefined, { context });
    const lines = hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: changed }) => [
        `@@ -${String(oldStart)},${String(oldLines)} +${String(newStart)},${String(newLines)} @@`,
        ...changed.filter(line => !line.startsWith("\\")),
    ]);
    const count = (sign: string): number => lines.filter(line => line.startsWith(sign)).length;
    return { path, kind: before === undefined ? "new" : after === undefined ? "gone" : "changed", added: count("+"), removed: count("-"), lines };
}

/** The first line of a file tells the hash of the rest: no news. */
function withoutHash(text: string): string {
    return text.replace(/^(#!.*\n)?(# managed by evenkeel, sha256) [0-9a-f]{64}$/m, "$1$2 ...");
}
