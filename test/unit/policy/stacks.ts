import type { TargetKind } from "../../../components/config/type";
import type { RawConfig } from "../../../components/config/validate";
import type { Registered } from "../../../policy/deployed/registered";
import { project, rawOf, textOf } from "../config/stack-files";
import { recorded } from "./deployed/recorded";

/** The ones that are broken for each target. */
export const baseOf: Readonly<Record<TargetKind, string>> = {
    host: "examples/citadel-host.yaml",
    docker: "examples/healthai-docker.yaml",
    kubernetes: "Pulumi.prod.yaml",
};

const recordings = new Map<string, Promise<readonly Registered[]>>();

export function settingsIn(file: string): RawConfig {
    return rawOf(textOf(project, file));
}

/** What a stack file's program registers; recorded once in a test file. */
export function registeredBy(file: string): Promise<readonly Registered[]> {
    const recording = recordings.get(file) ?? recorded(settingsIn(file));
    recordings.set(file, recording);
    return recording;
}
