import { chooseEngine } from "./commands/choose-engine";
import { runCommand, type Invocation } from "./commands/command";
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
    const nodes = await checkNodes(stack, await deployedRelease(stack));
    console.log(nodes.map(node => node.text).join("\n\n"));
    const isMissing = [here, ...nodes.map(node => node.findings)].flat().some(finding => finding.state === "missing");
    console.log(isMissing ? "\nSomething is missing: see the arrows above." : "\nEverything is there.");
    return isMissing ? exitCode.failed : 0;
}

async function deployedRelease(stack: CheckedStack): Promise<string | undefined> {
    const release = (await (await chooseEngine(stack)).outputs())?.["release"];
    return typeof release === "string" ? release : undefined;
}

void runCommand({
    name: "doctor",
    summary: "Lists what the next `npm run up` needs, on this machine and on the hosts, and how to get what is missing.",
    run: doctor,
});
