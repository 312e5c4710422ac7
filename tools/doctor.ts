import { isDockerModel } from "../components/config/model";
import { chooseEngine } from "./commands/choose-engine";
import { runCommand, type Invocation } from "./commands/command";
import { checkEngine } from "./commands/doctor/docker";
import type { Deployed } from "./commands/doctor/docker-checks";
import { formatFindings } from "./commands/doctor/finding";
import { checkNodes } from "./commands/doctor/nodes";
import { checkThisMachine } from "./commands/doctor/this-machine";
import { exitCode } from "./commands/failure";
import { readStack, type CheckedStack } from "./commands/read-stack";

async function doctor({ stack: argument }: Invocation): Promise<number> {
    const stack = readStack(argument);
    console.log(`Stack ${stack.name}: ${stack.file} is valid\n`);
    const here = await checkThisMachine(stack);
    console.log(`${formatFindings("This machine", here)}\n`);
    const deployed = await lastOutputs(stack);
    const nodes = isDockerModel(stack.model) ? [await checkEngine(stack.model, deployed)] : await checkNodes(stack, deployed?.release);
    console.log(nodes.map(node => node.text).join("\n\n"));
    const isMissing = [here, ...nodes.map(node => node.findings)].flat().some(finding => finding.state === "missing");
    console.log(isMissing ? "\nSomething is missing: see the arrows above." : "\nEverything is there.");
    return isMissing ? exitCode.failed : 0;
}

async function lastOutputs(stack: CheckedStack): Promise<Deployed | undefined> {
    const { release, instances } = (await (await chooseEngine(stack)).outputs()) ?? {};
    return typeof release === "string" ? { release, instances: instances as Record<string, string[]> } : undefined;
}

void runCommand({
    name: "doctor",
    summary: "Lists what the next `npm run up` needs, on this machine and on the hosts, and how to get what is missing.",
    run: doctor,
});
