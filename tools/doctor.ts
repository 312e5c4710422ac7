import { engineToLook } from "./commands/choose-engine";
import { runCommand, type Invocation } from "./commands/command";
import { judgeProxy } from "./commands/doctor/capacity/proxy";
import { lastDeployed } from "./commands/doctor/deployed";
import { formatFindings } from "./commands/doctor/finding";
import { checkTarget } from "./commands/doctor/target";
import { checkThisMachine } from "./commands/doctor/this-machine";
import { exitCode } from "./commands/failure";
import { readStack } from "./commands/read-stack";

async function doctor({ stack: argument }: Invocation): Promise<number> {
    const stack = readStack(argument);
    console.log(`Stack ${stack.name}: ${stack.file} is valid\n`);
    const here = await checkThisMachine(stack);
    console.log(`${formatFindings("This machine", here)}\n`);
    const unused = judgeProxy(stack.model);
    if (unused.length > 0) {
        console.log(`${formatFindings("The stack file", unused)}\n`);
    }
    const deployed = await lastDeployed(await engineToLook(stack), stack);
    const nodes = await checkTarget(stack, deployed);
    console.log(nodes.map(node => node.text).join("\n\n"));
    const isMissing = [here, ...nodes.map(node => node.findings)].flat().some(finding => finding.state === "missing");
    console.log(isMissing ? "\nSomething is missing: see the arrows above." : "\nEverything is there.");
    return isMissing ? exitCode.failed : 0;
}

void runCommand({
    name: "doctor",
    summary: "Lists what the next `npm run up` needs, on this machine and on the target, and how to get what is missing.",
    run: doctor,
});
