import type { Model } from "../../components/config/model";
import { readStack } from "../commands/read-stack";
import { recordStack } from "../commands/record-stack";
import type { Deployed } from "../../policy/deployed/deployed";
import { deployed } from "../../policy/deployed/deployed-from";

/** A stack file, and what an `up` of it would put in place. */
export interface Stack {
    /** As it was asked for; messages begin with it. */
    readonly file: string;
    /** What the stack file says, with every default in its place. */
    readonly model: Model;
    /** What comes of it, whichever target it has. */
    readonly deployed: Deployed;
}

/**
 * Reads a stack file and runs the program for it, as a preview of a stack that is not there yet. Touches nothing, and needs
 * no network, passphrase or sandbox: encrypted secrets stay closed.
 *
 * @param file a path from the folder that the tests run in, or the name of a stack: `Pulumi.prod.yaml` or `prod`.
 * @throws with every problem of the stack file.
 */
export async function stack(file: string): Promise<Stack> {
    const checked = readStack(file);
    const view = deployed(await recordStack(checked));
    if (view === undefined) {
        throw new Error(`${file} deploys no load balancer: its program has registered none.`);
    }
    return { file, model: checked.model, deployed: view };
}
