import { existsSync, readFileSync } from "node:fs";
import { decodeDeployment, emptyState, encodeDeployment, saltOf, type SavedState } from "./deployment";
import { writeDurably } from "./durable-file";
import { newSalt, openSalt, type Crypter } from "./secrets";
import type { Json } from "./wire";

/** Where a stack's state lives between runs. */
export interface StateStore {
    /** As it was when the store was opened. */
    readonly initial: SavedState;
    /** Whether the state file could not be read and its backup stood in. */
    readonly fromBackup: boolean;
    /** @throws StateNotWritten, with the old state intact. */
    save(state: SavedState): void;
}

export interface StoreOptions {
    readonly file: string;
    readonly passphrase: string;
    /** The salt of the stack file, for a state that does not exist yet. */
    readonly salt: string | undefined;
    /** Pulumi's version, which the manifest names. */
    readonly version: string;
}

/** The state could not be saved; what was saved before is untouched. */
export class StateNotWritten extends Error {
    constructor(file: string, cause: unknown) {
        const { code, message } = cause as NodeJS.ErrnoException;
        const reason = code === "ENOSPC" || code === "EDQUOT" ? "the disk is full" : message;
        super(`The state could not be written to ${file}: ${reason}. The state saved before is intact; make room or fix the access, then run the same command again.`);
    }
}

export async function openStore(options: StoreOptions): Promise<StateStore> {
    const found = readState(options.file);
    const crypter = await crypterFor(found?.json, options);
    return {
        initial: found === undefined ? emptyState : decodeDeployment(found.json, crypter),
        fromBackup: found?.fromBackup ?? false,
        save: state => {
            write(options, encodeDeployment(state, crypter, options.version, new Date()));
        },
    };
}

/** Begins with what takes long about opening a state that is there. Whoever opens it is told what is wrong with it. */
export async function openAhead(file: string, passphrase: string): Promise<void> {
    try {
        await openSalt(passphrase, saltOf(readState(file)?.json ?? null));
    } catch {
        // It is opened from the beginning, or not at all.
    }
}

function crypterFor(json: Json | undefined, { passphrase, salt }: StoreOptions): Promise<Crypter> {
    if (json !== undefined) {
        return openSalt(passphrase, saltOf(json));
    }
    return salt === undefined ? newSalt(passphrase) : openSalt(passphrase, salt);
}

function readState(file: string): { readonly json: Json; readonly fromBackup: boolean } | undefined {
    const json = readJson(file);
    if (json !== undefined) {
        return { json, fromBackup: false };
    }
    const backup = readJson(`${file}.bak`);
    if (backup !== undefined) {
        return { json: backup, fromBackup: true };
    }
    if (existsSync(file)) {
        throw new Error(`The state in ${file} is not readable, and neither is its backup. Restore the file from a copy of your own.`);
    }
    return undefined;
}

function readJson(file: string): Json | undefined {
    try {
        return JSON.parse(readFileSync(file, "utf8")) as Json;
    } catch (error) {
        if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") {
            return undefined;
        }
        throw error;
    }
}

function write(options: StoreOptions, deployment: Json): void {
    try {
        writeDurably(options.file, `${JSON.stringify(deployment, undefined, 4)}\n`);
    } catch (error) {
        throw new StateNotWritten(options.file, error);
    }
}
