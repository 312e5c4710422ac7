import { isDockerModel, isKubernetesModel } from "../components/config/model";
import { engineToLook } from "./commands/choose-engine";
import { runCommand, type Invocation } from "./commands/command";
import { judgeProxy } from "./commands/doctor/capacity/proxy";
import { checkEngine } from "./commands/doctor/docker";
import type { Deployed } from "./commands/doctor/docker-checks";
import { formatFindings, type NodeReport } from "./commands/doctor/finding";
import { checkCluster } from "./commands/doctor/kubernetes";
import { checkNodes } from "./commands/doctor/nodes";
import { checkThisMachine } from "./commands/doctor/this-machine";
import { exitCode } from "./commands/failure";
import { readStack, type CheckedStack } from "./commands/read-stack";

async function doctor({ stack: argument }: Invocation): Promise<number> {
    const stack = readStack(argument);
    console.log(`Stack ${stack.name}: ${stack.file} is valid\n`);
    const here = await checkThisMachine(stack);
    console.log(`${formatFindings("This machine", here)}\n`);
    const unused = judgeProxy(stack.model);
    if (unused.length > 0) {
        console.log(`${formatFindings("The stack file", unused)}\n`);
    }
    const deployed = await lastOutputs(stack);
    const nodes = await checkTarget(stack, deployed);
    console.log(nodes.map(node => node.text).join("\n\n"));
    const isMissing = [here, ...nodes.map(node => node.findings)].flat().some(finding => finding.state === "missing");
    console.log(isMissing ? "\nSomething is missing: see the arrows above." : "\nEverything is there.");
    return isMissing ? exitCode.failed : 0;
}

async function checkTarget(stack: CheckedStack, deployed: Deployed | undefined): Promise<NodeReport[]> {
    const { model } = stack;
    if (isDockerModel(model)) {
        return [await checkEngine(model, deployed)];
    }
    return isKubernetesModel(model) ? [await checkCluster(model, deployed?.release)] : checkNodes(stack, deployed?.release);
}

async function lastOutputs(stack: CheckedStack): Promise<Deployed | undefined> {
    const { release, instances } = (await (await engineToLook(stack)).outputs()) ?? {};
    return typeof release === "string" ? { release, instances: instances as Record<string, string[]> } : undefined;
}

void runCommand({
    name: "doctor",
    summary: "Lists what the next `npm run up` needs, on this machine and on the target, and how to get what is missing.",
    run: doctor,
});
