import { chooseEngine } from "./commands/choose-engine";
import { runCommand } from "./commands/command";
import { previewTarget } from "./commands/preflight";
import { readStack } from "./commands/read-stack";
import { prepareSandbox } from "./sandbox/sandbox";

void runCommand({
    name: "preview",
    summary: "Shows what `npm run up` would change, without changing anything.",
    flags: [{ name: "diff", help: "show every changed line of the files that would be deployed" }],
    async run({ stack: argument, flags }) {
        const stack = readStack(argument);
        if (stack.sandbox) {
            await prepareSandbox();
        }
        await previewTarget(stack.model);
        const engine = await chooseEngine(stack);
        await engine.preview({ diff: flags.has("diff") });
        return 0;
    },
});
