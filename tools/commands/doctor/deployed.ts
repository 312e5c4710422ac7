import type { Model } from "../../../components/config/model";
import { deployedStack } from "../../changes/deployed-stack";
import type { Engine } from "../engine";
import type { CheckedStack } from "../read-stack";

/** What the last `up` said. */
export interface LastOutputs {
    readonly release: string;
    /** Service to `slot:port`, backups last. */
    readonly instances: Readonly<Record<string, readonly string[]>>;
}

/** What the last `up` left. */
export interface Deployed<M extends Model = Model> extends LastOutputs {
    /** As it was then; where nobody noted it down, as the stack file has it now. */
    readonly model: M;
}

/** undefined: the stack is not up, or not to the end. */
export async function lastDeployed(engine: Engine, stack: CheckedStack): Promise<Deployed | undefined> {
    const { release, instances } = (await engine.outputs()) ?? {};
    if (typeof release !== "string") {
        return undefined;
    }
    return { release, instances: instances as Deployed["instances"], model: notedDown(await engine.exportState()) ?? stack.model };
}

/** A state that somebody has edited by hand is no reason not to look. */
function notedDown(state: string | undefined): Model | undefined {
    try {
        return state === undefined ? undefined : deployedStack(state)?.model;
    } catch {
        return undefined;
    }
}
