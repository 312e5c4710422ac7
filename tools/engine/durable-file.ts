import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";

const ownerOnly = 0o600;

/**
 * Replaces a file so that a crash or a full disk at any point leaves the old content or the new one, never a part of
 * it. What was there before stays beside it as `<file>.bak`.
 */
export function writeDurably(file: string, content: string): void {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.new`;
    try {
        writeAndSync(draft, content);
        keepBackup(file);
        renameSync(draft, file);
        syncDirectory(dirname(file));
    } catch (error) {
        rmSync(draft, { force: true });
        throw error;
    }
}

function writeAndSync(file: string, content: string): void {
    rmSync(file, { force: true });
    const descriptor = openSync(file, "wx", ownerOnly);
    try {
        const bytes = Buffer.from(content);
        for (let written = 0; written < bytes.length;) {
            written += writeSync(descriptor, bytes, written);
        }
        fsyncSync(descriptor);
    } finally {
        closeSync(descriptor);
    }
}

/** By a link and a rename, so that there is a whole backup at every moment. */
function keepBackup(file: string): void {
    if (existsSync(file)) {
        const link = `${file}.bak.new`;
        rmSync(link, { force: true });
        linkSync(file, link);
        renameSync(link, `${file}.bak`);
        // When both names are one file already, the rename does nothing and leaves the link.
        rmSync(link, { force: true });
    }
}

/** The rename itself is durable only once the directory is on disk. */
function syncDirectory(directory: string): void {
    const descriptor = openSync(directory, "r");
    try {
        fsyncSync(descriptor);
    } finally {
        closeSync(descriptor);
    }
}
