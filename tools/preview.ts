import { render } from "../components/proxy/render";
import { targetFiles } from "../components/targets/files";
import { termsOf } from "../policy/judge";
import { deployedStack, type DeployedStack } from "./changes/deployed-stack";
import { previewReport, type Planned } from "./changes/preview-report";
import { engineToLook } from "./commands/choose-engine";
import { runCommand } from "./commands/command";
import type { Engine } from "./commands/engine";
import { exitCode, messageOf } from "./commands/failure";
import { concludePreview } from "./commands/policies";
import { previewTarget } from "./commands/preflight";
import { note } from "./commands/progress";
import { deployedModel, readStack, type CheckedStack } from "./commands/read-stack";
import { secretPrints } from "./commands/secret-prints";
import { prepareSandbox } from "./sandbox/sandbox";

async function planned(stack: CheckedStack): Promise<Planned> {
    const model = deployedModel(stack);
    const { files } = render(model, targetFiles(model));
    return { model, files: new Map(files.map(({ path, content }) => [path, content])), secretPrints: await secretPrints(stack) };
}

async function report(engine: Engine, stack: CheckedStack, diff: boolean): Promise<void> {
    const state = await engine.exportState();
    const before = read(state);
    if ("unreadable" in before) {
        console.log(`\nSummary:\n    What is deployed can't be read, so there is nothing to compare with: ${before.unreadable}`);
        return;
    }
    console.log(previewReport(before.stack, await planned(stack), { diff, now: new Date() }).join("\n"));
}

/** A state that somebody has edited by hand is no reason for a preview to fail. */
function read(state: string | undefined): { readonly stack: DeployedStack | undefined } | { readonly unreadable: string } {
    try {
        return { stack: state === undefined ? undefined : deployedStack(state) };
    } catch (error) {
        return { unreadable: messageOf(error) };
    }
}

void runCommand({
    name: "preview",
    summary: "Shows what `npm run up` would change, without changing anything: the resources, and a summary in plain words.",
    flags: [{ name: "diff", help: "show every changed line of each file, against what is deployed" }],
    async run({ stack: argument, flags }) {
        const stack = readStack(argument);
        if (stack.sandbox) {
            await prepareSandbox();
        }
        const prospect = await previewTarget(stack.model);
        const engine = await engineToLook(stack);
        const diff = flags.has("diff");
        const judgement = await engine.preview({ diff, terms: termsOf(stack.model) });
        await report(engine, stack, diff);
        if (prospect.kind !== "open") {
            // Once more, so that it is what one reads.
            note(`\n${prospect.why}`);
        }
        await concludePreview(judgement, stack);
        return prospect.kind === "refused" ? exitCode.refused : 0;
    },
});
