import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { closest } from "fastest-levenshtein";
import { exitCode, Failure } from "./failure";
import { callersFolder, project } from "./home";

/** Which stack a command is about. */
export interface StackPlace {
    /** As Pulumi knows it. */
    readonly name: string;
    /** Absolute path. */
    readonly file: string;
    /** What the user types to name it again. */
    readonly argument: string;
}

/** Finds the stack file behind a name or a path. */
export function findStack(argument: string): StackPlace {
    return /[/\\]|\.ya?ml$/.test(argument) ? fileAt(argument) : fileNamed(argument);
}

function fileAt(path: string): StackPlace {
    const file = [callersFolder(), project].map(folder => resolve(folder, path)).find(candidate => existsSync(candidate));
    if (file === undefined) {
        throw new Failure(`There is no stack file ${path}. Check the path.`, exitCode.refused);
    }
    return { name: stackName(file), file, argument: path };
}

function fileNamed(name: string): StackPlace {
    const file = join(project, `Pulumi.${name}.yaml`);
    if (!existsSync(file)) {
        throw new Failure(missing(name), exitCode.refused);
    }
    return { name, file, argument: name };
}

function missing(name: string): string {
    const names = stackNames();
    const meant = names.length === 0 ? "" : ` Did you mean ${closest(name, names)}?`;
    return `There is no stack ${name}: the project has no file Pulumi.${name}.yaml.${meant} Its stacks are: ${names.join(", ")}.`;
}

function stackNames(): string[] {
    return readdirSync(project)
        .flatMap(file => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
        .sort();
}

/** `Pulumi.prod.yaml` is the stack prod; any other file gives the stack its own name: `examples/citadel-host.yaml`. */
function stackName(file: string): string {
    const name = basename(file).replace(/^Pulumi\./, "").replace(/\.ya?ml$/, "");
    if (!/^[\w.-]{1,100}$/.test(name)) {
        throw new Failure(
            `The stack takes its name from the file, and "${name}" is none: rename the file in ${dirname(file)} to letters, digits, dots, dashes and underscores.`,
            exitCode.refused,
        );
    }
    return name;
}
