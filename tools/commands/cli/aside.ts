import { join } from "node:path";
import { settlePassphrase } from "../passphrase";
import type { StackPlace } from "../stack-argument";
import { temporaryFolder } from "../temporary-folder";
import { backendEnvironment } from "./backend";
import { runQuietly, type PulumiProcess } from "./pulumi-process";
import { prepareWorkspace } from "./workspace";

/**
 * The CLI with a backend for this command alone, in which the stack is: what only looks makes no stack in the user's own,
 * which it may not even be allowed to write to.
 *
 * @param state of the stack; undefined: it is new.
 */
export async function aside(program: string, stack: StackPlace, state: string | undefined): Promise<PulumiProcess> {
    settlePassphrase();
    const folder = temporaryFolder();
    const pulumi = { program, folder: prepareWorkspace(stack, join(folder, "workspace")), environment: backendEnvironment({ kind: "local", folder: join(folder, "backend") }) };
    await runQuietly(pulumi, ["stack", "init", stack.name, "--no-select"]);
    if (state !== undefined) {
        await runQuietly(pulumi, ["stack", "import", "--stack", stack.name], state);
    }
    return pulumi;
}
