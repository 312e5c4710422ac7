import { Failure } from "../failure";
import { note } from "../progress";
import { findProgram } from "./programs";

/** What the sandbox host runs that comes with neither Node nor a plain Debian; program and package have one name. */
const sandboxPrograms = ["nginx", "curl"] as const;

export function missingPrograms(): string[] {
    return sandboxPrograms.filter(name => findProgram(name) === undefined);
}

/**
 * Makes sure that the sandbox host will have its programs. The push to a host installs what is missing, and the sandbox
 * is no exception, but it takes root to do that.
 *
 * @throws Failure with the command to run, where this account or this system does not allow it.
 */
export function requireSandboxPrograms(): void {
    const missing = missingPrograms();
    if (missing.length === 0) {
        return;
    }
    if (process.getuid?.() !== 0 || installCommand(missing) === undefined) {
        throw new Failure(`This machine has no ${missing.join(" and no ")}. ${howToInstall(missing)}\nThen run the same command again.`);
    }
    note(`This machine has no ${missing.join(" and no ")} yet: installed on the way, which takes a minute or two.`);
}

/** The command that an operator runs to install `packages`, as a sentence. */
export function howToInstall(packages: readonly string[]): string {
    const command = installCommand(packages);
    return command === undefined
        ? `Install ${packages.join(" and ")} with your system's package manager.`
        : `Install what is missing with: ${process.getuid?.() === 0 ? "" : "sudo "}${command}`;
}

function installCommand(packages: readonly string[]): string | undefined {
    const list = packages.join(" ");
    const managers = [
        ["apt-get", `apt-get install -y ${list}`],
        ["dnf", `dnf install -y ${list}`],
        ["apk", `apk add ${list}`],
    ] as const;
    return managers.find(([manager]) => findProgram(manager) !== undefined)?.[1];
}
