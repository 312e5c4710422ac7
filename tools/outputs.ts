import { chooseEngine } from "./commands/choose-engine";
import { runCommand } from "./commands/command";
import { Failure } from "./commands/failure";
import { findStack } from "./commands/stack-argument";

void runCommand({
    name: "outputs",
    summary: "Prints what the last `npm run up` ended with, as JSON: url, healthUrl, release, target, proxy, instances.\nWith `npm run -s outputs` there is nothing else on standard output.",
    async run({ stack: argument }) {
        const outputs = await (await chooseEngine(findStack(argument))).outputs();
        if (outputs === undefined) {
            throw new Failure(`The stack ${argument} is not up. Bring it up with: npm run up${argument === "dev" ? "" : ` -- ${argument}`}`);
        }
        console.log(JSON.stringify(outputs, null, 4));
        return 0;
    },
});
