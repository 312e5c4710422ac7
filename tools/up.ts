import { chooseEngine } from "./commands/choose-engine";
import { runCommand } from "./commands/command";
import { farewell } from "./commands/farewell";
import { requireSandboxPrograms } from "./commands/machine/packages";
import { requireTarget } from "./commands/preflight";
import { note } from "./commands/progress";
import { deployedModel, readStack, type CheckedStack } from "./commands/read-stack";
import { withSandboxLock } from "./commands/sandbox-lock";
import { reviveSandbox } from "./sandbox/revive";
import { retireInstances, startSandbox } from "./sandbox/sandbox";

type Outputs = Readonly<Record<string, unknown>>;

async function upInSandbox(stack: CheckedStack): Promise<Outputs> {
    requireSandboxPrograms();
    return withSandboxLock(async () => {
        note("Sandbox host and sample services on loopback ...");
        await startSandbox(stack.name, stack.model, name => {
            note(`  starting ${name}`);
        });
        const outputs = await bringUp(stack);
        await reviveSandbox(deployedModel(stack), String(outputs["release"]));
        // Only now that the proxy has let go of them.
        await retireInstances(stack.name, stack.model);
        return outputs;
    });
}

async function bringUp(stack: CheckedStack): Promise<Outputs> {
    const engine = await chooseEngine(stack);
    await engine.up();
    return (await engine.outputs()) ?? {};
}

void runCommand({
    name: "up",
    summary: "Sets up whatever is missing, then makes the load balancer what the stack file says.",
    async run({ stack: argument }) {
        const stack = readStack(argument);
        await requireTarget(stack.model);
        console.log(farewell(stack, await (stack.sandbox ? upInSandbox(stack) : bringUp(stack))));
        return 0;
    },
});
