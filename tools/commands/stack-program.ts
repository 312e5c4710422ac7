import { join } from "node:path";
import { readStackConfig, type StackConfig } from "../engine";
import { project } from "./home";
import { passphrase } from "./passphrase";
import type { StackPlace } from "./stack-argument";

/** The project's name in `Pulumi.yaml`, which the configuration's keys begin with. */
const projectName = "evenkeel";

/** What it takes to run `index.ts` on a stack file without the Pulumi CLI. */
export interface StackProgram {
    readonly projectDir: string;
    readonly program: string;
    readonly project: string;
    readonly stack: string;
    readonly config: StackConfig;
}

/** @throws UnreadableSecrets, WrongPassphrase */
export async function stackProgram({ name, file }: StackPlace): Promise<StackProgram> {
    return {
        projectDir: project,
        program: join(project, "index.ts"),
        project: projectName,
        stack: name,
        config: await readStackConfig(file, projectName, passphrase()),
    };
}
