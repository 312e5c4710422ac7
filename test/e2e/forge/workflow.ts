import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

export type Texts = Readonly<Record<string, string>>;

/** The parts of GitHub's workflow files that this project's workflows use. */
export interface Workflow {
    readonly on: unknown;
    readonly permissions?: Texts;
    readonly concurrency?: unknown;
    readonly defaults?: { readonly run?: { readonly shell?: string } };
    readonly jobs: Readonly<Record<string, Job>>;
}

export interface Job {
    readonly if?: string;
    readonly needs?: string;
    readonly permissions?: Texts;
    readonly "timeout-minutes"?: number;
    readonly environment?: string;
    readonly strategy?: { readonly matrix: Texts };
    readonly outputs?: Texts;
    readonly env?: Texts;
    readonly steps: readonly Step[];
}

export interface Step {
    readonly id?: string;
    readonly uses?: string;
    readonly run?: string;
    readonly if?: string;
    readonly env?: Texts;
    readonly with?: Readonly<Record<string, string | number | boolean>>;
}

export const workflowFolder = ".github/workflows";

export function readWorkflow(file: string, project = "."): Workflow {
    return parse(readFileSync(join(project, workflowFolder, file), "utf8")) as Workflow;
}
