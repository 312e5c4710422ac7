import { engineToLook } from "./commands/choose-engine";
import { runCommand } from "./commands/command";
import { Failure } from "./commands/failure";
import { findStack } from "./commands/stack-argument";

void runCommand({
    name: "outputs",
    summary: "Prints what the last `npm run up` ended with, as JSON: url, healthUrl, release, target, proxy, instances, on kubernetes also address.\nWith `npm run -s outputs` there is nothing else on standard output.",
    flags: [{ name: "show-secrets", help: "Shows secrets, such as Grafana's password, in clear." }],
    async run({ stack: argument, flags }) {
        const outputs = await (await engineToLook(findStack(argument))).outputs({ showSecrets: flags.has("show-secrets") });
        if (outputs === undefined) {
            throw new Failure(`The stack ${argument} is not up. Bring it up with: npm run up${argument === "dev" ? "" : ` -- ${argument}`}`);
        }
        console.log(JSON.stringify(outputs, null, 4));
        return 0;
    },
});
