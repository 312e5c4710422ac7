import { termsOf } from "../policy/judge";
import { builtImages } from "./changes/built-images";
import { deployedStack, type DeployedStack } from "./changes/deployed-stack";
import { resourceMasker } from "./changes/masker";
import { previewReport, type Planned, type ReportOptions } from "./changes/preview-report";
import { releaseFiles } from "./changes/release-files";
import { engineToLook } from "./commands/choose-engine";
import { runCommand } from "./commands/command";
import type { Engine } from "./commands/engine";
import { exitCode, messageOf } from "./commands/failure";
import { project } from "./commands/home";
import { concludePreview } from "./commands/policies";
import { previewTarget } from "./commands/preflight";
import { note } from "./commands/progress";
import { deployedModel, readStack, type CheckedStack } from "./commands/read-stack";
import { secretPrints } from "./commands/secret-prints";
import { prepareSandbox } from "./sandbox/sandbox";

async function planned(stack: CheckedStack): Promise<Planned> {
    const model = deployedModel(stack);
    return { model, files: releaseFiles(model), images: builtImages(model, project), secretPrints: await secretPrints(stack) };
}

type Before = { readonly stack: DeployedStack | undefined } | { readonly unreadable: string };

async function deployed(engine: Engine): Promise<Before> {
    const state = await engine.exportState();
    try {
        return { stack: state === undefined ? undefined : deployedStack(state) };
    } catch (error) {
        // A state that somebody has edited by hand is no reason for a preview to fail.
        return { unreadable: messageOf(error) };
    }
}

function report(before: Before, after: Planned, options: Pick<ReportOptions, "diff" | "changing">): string[] {
    return "unreadable" in before
        ? ["", "Summary:", `    What is deployed can't be read, so there is nothing to compare with: ${before.unreadable}`]
        : previewReport(before.stack, after, { ...options, now: new Date() });
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
        const [before, after] = [await deployed(engine), await planned(stack)];
        const hide = resourceMasker(["stack" in before ? before.stack?.model : undefined, after.model]);
        const { judgement, changing } = await engine.preview({ diff, terms: termsOf(stack.model), hide });
        console.log(report(before, after, { diff, changing }).join("\n"));
        if (prospect.kind !== "open") {
            // Once more, so that it is what one reads.
            note(`\n${prospect.why}`);
        }
        await concludePreview(judgement, stack);
        return prospect.kind === "refused" ? exitCode.refused : 0;
    },
});
