import { join, resolve } from "node:path";

/** The folder that holds `Pulumi.yaml`. */
export const project = join(__dirname, "..", "..");

/**
 * Makes `EVENKEEL_HOME` an absolute path for this process and all that it starts: they run in other folders.
 */
export function settleHome(): void {
    const wish = process.env["EVENKEEL_HOME"];
    process.env["EVENKEEL_HOME"] = wish === undefined || wish === "" ? join(project, ".evenkeel") : resolve(callersFolder(), wish);
}

/** Where the user stood when they typed the command; npm moves to the project's folder and leaves this behind. */
export function callersFolder(): string {
    return process.env["INIT_CWD"] ?? process.cwd();
}
