import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseDocument } from "yaml";
import { localStateFolder } from "../../../components/config/sandbox";
import { project } from "../home";
import type { StackPlace } from "../stack-argument";

/**
 * The folder the Pulumi CLI works in: the project file with `main` pointing back at the program, and a copy of the stack
 * file. The CLI writes its encryption salt into the stack file it uses and deletes it with the stack; the committed one
 * is yours, so it works on the copy.
 */
export function workspaceFolder(stack: StackPlace): string {
    return join(localStateFolder(), "cli", stack.name);
}

/** Brings the workspace up to date with the stack file and returns its folder. */
export function prepareWorkspace(stack: StackPlace, folder = workspaceFolder(stack)): string {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, "Pulumi.yaml"), projectFile(realpathSync(folder)));
    const copy = join(folder, `Pulumi.${stack.name}.yaml`);
    writeFileSync(copy, withSalt(readFileSync(stack.file, "utf8"), saltIn(readOptional(copy))), { mode: 0o600 });
    return folder;
}

export function removeWorkspace(stack: StackPlace): void {
    rmSync(workspaceFolder(stack), { recursive: true, force: true });
}

/** The passphrase provider's salt that a stack file carries. */
export function saltIn(stackFile: string): string | undefined {
    const salt: unknown = parseDocument(stackFile).get("encryptionsalt");
    return typeof salt === "string" ? salt : undefined;
}

function projectFile(folder: string): string {
    const document = parseDocument(readFileSync(join(project, "Pulumi.yaml"), "utf8"));
    document.set("main", join(relative(folder, realpathSync(project)), "index.ts"));
    return document.toString();
}

/** The copy keeps the salt that the CLI gave it, unless the stack file has one of its own. */
export function withSalt(stackFile: string, salt: string | undefined): string {
    return salt === undefined || saltIn(stackFile) !== undefined ? stackFile : `${stackFile.trimEnd()}\nencryptionsalt: ${salt}\n`;
}

function readOptional(file: string): string {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return "";
    }
}
