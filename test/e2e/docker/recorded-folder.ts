import { mkdtempSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/**
 * A new folder with a record of whose it is. Other test processes look for those of runs that are no more, and remove them,
 * at any moment: folder and record are there as a whole, or not at all.
 */
export function makeRecordedFolder(base: string, prefix: string, record: object): string {
    const aside = mkdtempSync(join(base, `new-${prefix}`));
    writeRecord(aside, record);
    const folder = join(base, basename(aside).replace("new-", ""));
    renameSync(aside, folder);
    return folder;
}

export function writeRecord(folder: string, record: object): void {
    const file = join(folder, "record.json");
    writeFileSync(`${file}.new`, JSON.stringify(record));
    renameSync(`${file}.new`, file);
}

/** @param none the record of a folder that somebody is removing. */
export function readRecord<T extends object>(folder: string, none: T): T {
    try {
        return JSON.parse(readFileSync(join(folder, "record.json"), "utf8")) as T;
    } catch {
        return none;
    }
}
