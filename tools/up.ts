import { chooseEngine } from "./commands/choose-engine";
import { runCommand } from "./commands/command";
import { beginOpening } from "./commands/embedded-engine";
import type { Engine, Judged } from "./commands/engine";
import { farewell } from "./commands/farewell";
import { requireSandboxPrograms } from "./commands/machine/packages";
import { requireTarget } from "./commands/preflight";
import { judgeStack, refuseBroken } from "./commands/policies";
import { note } from "./commands/progress";
import { deployedModel, readStack, type CheckedStack } from "./commands/read-stack";
import { withSandboxLock } from "./commands/sandbox-lock";
import { reviveSandbox } from "./sandbox/revive";
import { prepareSandbox, retireInstances, startSandbox } from "./sandbox/sandbox";

type Outputs = Readonly<Record<string, unknown>>;

/** Before anything is started: what a stack may not be is not to be there for a moment. */
async function judged(stack: CheckedStack): Promise<Judged> {
    if (stack.sandbox) {
        await prepareSandbox();
    }
    beginOpening(stack);
    const policies = await judgeStack(stack);
    refuseBroken(policies, stack);
    return policies;
}

async function upInSandbox(stack: CheckedStack, policies: Judged): Promise<Outputs> {
    requireSandboxPrograms();
    return withSandboxLock(async () => {
        // Before the sandbox is started: it is refused where the state is out of reach.
        const engine = await chooseEngine(stack);
        note("Sandbox host and sample services on loopback ...");
        await startSandbox(stack.name, stack.model, name => {
            note(`  starting ${name}`);
        });
        const outputs = await bringUp(engine, policies);
        await reviveSandbox(deployedModel(stack), String(outputs["release"]));
        // Only now that the proxy has let go of them.
        await retireInstances(stack.name, stack.model);
        return outputs;
    });
}

async function bringUp(engine: Engine, policies: Judged): Promise<Outputs> {
    await engine.up(policies);
    return (await engine.outputs()) ?? {};
}

void runCommand({
    name: "up",
    summary: "Sets up whatever is missing, then makes the load balancer what the stack file says.",
    async run({ stack: argument }) {
        const stack = readStack(argument);
        const policies = await judged(stack);
        await requireTarget(stack.model);
        console.log(farewell(stack, await (stack.sandbox ? upInSandbox(stack, policies) : bringUp(await chooseEngine(stack), policies))));
        return 0;
    },
});
