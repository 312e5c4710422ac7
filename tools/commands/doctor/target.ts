import { isDockerModel, isHostModel, isKubernetesModel, type Model } from "../../../components/config/model";
import type { CheckedStack } from "../read-stack";
import type { Deployed } from "./deployed";
import { checkEngine } from "./docker";
import type { NodeReport } from "./finding";
import { checkCluster } from "./kubernetes";
import { checkNodes } from "./nodes";

/**
 * What a stack's target says of itself and of the stack, one report for each machine.
 *
 * @param deployed undefined when the stack is not up.
 */
export async function checkTarget(stack: CheckedStack, deployed: Deployed | undefined): Promise<readonly NodeReport[]> {
    const { model } = stack;
    if (isDockerModel(model)) {
        return [await checkEngine(model, on(isDockerModel, deployed))];
    }
    if (isKubernetesModel(model)) {
        return [await checkCluster(model, on(isKubernetesModel, deployed))];
    }
    return checkNodes(stack, on(isHostModel, deployed));
}

/** What another target has is not to be found on this one. */
function on<M extends Model>(isKind: (model: Model) => model is M, deployed: Deployed | undefined): Deployed<M> | undefined {
    return deployed !== undefined && isKind(deployed.model) ? { ...deployed, model: deployed.model } : undefined;
}
