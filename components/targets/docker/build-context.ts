import { createHash, type Hash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import ignore from "@balena/dockerignore";
import type { Image } from "../../config/model";

/** What an image is built from, and how. */
export type BuiltFrom = Extract<Image, { readonly kind: "build" }>;

const ownerMayRun = 0o100;

/** The name of the image that a stack builds for a service. */
export function builtImage(stack: string, service: string, image: BuiltFrom): string {
    return `${stack}-${service}:${contextHash(image)}`;
}

/**
 * A tag for what a build would make: twelve hexadecimal digits over the files that the engine would be sent, and how it is told to build
 * them. The same files give the same image, on every machine and at every time.
 *
 * @throws when the context cannot be read.
 */
export function contextHash({ context, dockerfile, stage, args }: BuiltFrom): string {
    const hash = createHash("sha256").update(JSON.stringify([dockerfile, stage, args]));
    for (const path of filesOf(context, dockerfile)) {
        addFile(hash, context, path);
    }
    return hash.digest("hex").slice(0, 12);
}

function filesOf(context: string, dockerfile: string): string[] {
    return readdirSync(context, { recursive: true, withFileTypes: true })
        .filter(entry => !entry.isDirectory())
        .map(entry => join(entry.parentPath, entry.name).slice(join(context, "/").length))
        .filter(isSent(context, dockerfile))
        .sort();
}

/** Tells the files of a context that the engine is sent, by their paths in it. */
export function isSent(context: string, dockerfile: string): (path: string) => boolean {
    const filter = ignore().add(ignoreLines(context)).createFilter();
    return path => path === dockerfile || filter(path);
}

function ignoreLines(context: string): string {
    try {
        return readFileSync(join(context, ".dockerignore"), "utf8");
    } catch {
        return "";
    }
}

function addFile(hash: Hash, context: string, path: string): void {
    const file = join(context, path);
    const stats = lstatSync(file);
    const content = stats.isSymbolicLink() ? readlinkSync(file) : readFileSync(file);
    const kind = stats.isSymbolicLink() ? "link" : (stats.mode & ownerMayRun) > 0 ? "program" : "file";
    hash.update(`\0${path}\0${kind}\0`).update(createHash("sha256").update(content).digest());
}
