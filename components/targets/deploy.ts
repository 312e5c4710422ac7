import { isDockerModel, isHostModel } from "../config/model";
import { DockerTarget } from "./docker";
import { HostTarget } from "./host";
import type { TargetArgs, TargetOutputs } from "./target";

/** Makes a release real on the target that the stack picks. */
export function deploy(args: TargetArgs): TargetOutputs {
    const { model } = args;
    if (isHostModel(model)) {
        return new HostTarget(model.name, { ...args, model }).outputs;
    }
    if (isDockerModel(model)) {
        return new DockerTarget(model.name, { ...args, model }).outputs;
    }
    throw new Error(`Nothing deploys to ${model.target.kind} yet.`);
}
