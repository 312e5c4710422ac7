import { createRequire } from "node:module";
import { isDockerModel, isHostModel, isKubernetesModel } from "../config/model";
import type * as docker from "./docker";
import type * as host from "./host";
import type * as kubernetes from "./kubernetes";
import type { TargetArgs, TargetOutputs } from "./target";

/** Each target brings its own provider's library, which takes its time to load: only the one in use does. */
const load = createRequire(__filename);

/** Makes a release real on the target that the stack picks. */
export function deploy(args: TargetArgs): TargetOutputs {
    const { model } = args;
    if (isHostModel(model)) {
        const { HostTarget } = load("./host") as typeof host;
        return new HostTarget(model.name, { ...args, model }).outputs;
    }
    if (isDockerModel(model)) {
        const { DockerTarget } = load("./docker") as typeof docker;
        return new DockerTarget(model.name, { ...args, model }).outputs;
    }
    if (isKubernetesModel(model)) {
        const { KubernetesTarget } = load("./kubernetes") as typeof kubernetes;
        return new KubernetesTarget(model.name, { ...args, model }).outputs;
    }
    throw new Error(`Nothing deploys to ${model.target.kind}.`);
}
