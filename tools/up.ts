import { chooseEngine } from "./commands/choose-engine";
import { runCommand, type Invocation } from "./commands/command";
import { requireSandboxPrograms } from "./commands/machine/packages";
import { note } from "./commands/progress";
import { readStack, type CheckedStack } from "./commands/read-stack";
import { withSandboxLock } from "./commands/sandbox-lock";
import { retireInstances, startSandbox } from "./sandbox/sandbox";
import { farewell } from "./commands/farewell";

async function up({ stack: argument }: Invocation): Promise<number> {
    const stack = readStack(argument);
    if (!stack.sandbox) {
        return bringUp(stack);
    }
    requireSandboxPrograms();
    return withSandboxLock(async () => {
        note(`Sandbox host and sample services on loopback ...`);
        await startSandbox(stack.name, stack.model, name => {
            note(`  starting ${name}`);
        });
        const status = await bringUp(stack);
        // Only now that the proxy has let go of them.
        await retireInstances(stack.name, stack.model);
        return status;
    });
}

async function bringUp(stack: CheckedStack): Promise<number> {
    const engine = await chooseEngine(stack);
    await engine.up();
    console.log(farewell(stack, (await engine.outputs()) ?? {}));
    return 0;
}

void runCommand({
    name: "up",
    summary: "Sets up whatever is missing, then makes the load balancer what the stack file says.",
    run: up,
});
