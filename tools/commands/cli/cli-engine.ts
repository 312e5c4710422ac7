import { existsSync } from "node:fs";
import type { Terms } from "../../../policy/judge";
import type { Engine, Judged, PreviewOptions, Previewed } from "../engine";
import { Failure, messageOf } from "../failure";
import { settlePassphrase } from "../passphrase";
import { brokenInTheEnd, refusedAbove } from "../policies";
import type { StackPlace } from "../stack-argument";
import { aside } from "./aside";
import { backendEnvironment, chooseBackend, removeEmptyBackend, type Backend } from "./backend";
import { filesApart } from "./files-apart";
import { policyRun } from "./policy-pack";
import { beyond, changesIn, errorsIn, type ResourceChange } from "./preview-digest";
import { runQuietly, runToEnd, runVisibly, type PulumiProcess } from "./pulumi-process";
import { prepareWorkspace, removeWorkspace, workspaceFolder } from "./workspace";

/** The Pulumi CLI as an engine. */
export class CliEngine implements Engine {
    private readonly backend: Backend = chooseBackend();

    /** @param lent the state of the embedded engine, to look at. */
    constructor(
        private readonly program: string,
        private readonly stack: StackPlace,
        private readonly lent?: string,
    ) {}

    async preview({ diff, terms, hide }: PreviewOptions): Promise<Previewed> {
        const pulumi = (await this.known()) ?? (await aside(this.program, this.stack, undefined));
        return this.runWithPolicies({ ...pulumi, edit: lines => each(filesApart(lines), hide) }, terms, "preview", ...this.named, ...(diff ? ["--diff"] : []));
    }

    /** With a preview of its own only where the policies have not seen everything before: it may refuse what an update can do. */
    async up({ terms, unseen }: Judged): Promise<void> {
        const isSeen = unseen.length === 0;
        const { judgement } = await this.runWithPolicies(await this.ready(), terms, "up", ...this.named, "--yes", "--suppress-outputs", ...(isSeen ? ["--skip-preview"] : []));
        if (judgement === "refused") {
            throw isSeen ? brokenInTheEnd() : refusedAbove();
        }
    }

    async destroy(): Promise<void> {
        const pulumi = this.pulumi();
        if (await this.exists(pulumi)) {
            await runVisibly(pulumi, "destroy", ...this.named, "--yes", "--skip-preview");
        }
        await this.forget();
    }

    async forget(): Promise<void> {
        const pulumi = this.pulumi();
        // In a backend of the user's own the empty stack stays, as `pulumi destroy` leaves it: its history is theirs.
        if (this.backend.kind === "local" && (await this.exists(pulumi))) {
            await runQuietly(pulumi, ["stack", "rm", ...this.named, "--yes", "--force"]);
        }
        removeEmptyBackend(this.backend);
        removeWorkspace(this.stack);
    }

    async outputs({ showSecrets } = { showSecrets: false }): Promise<Readonly<Record<string, unknown>> | undefined> {
        if (!existsSync(workspaceFolder(this.stack)) && this.backend.kind === "local" && this.lent === undefined) {
            return undefined;
        }
        const pulumi = await this.known();
        if (pulumi === undefined) {
            return undefined;
        }
        const outputs = JSON.parse(await runQuietly(pulumi, ["stack", "output", ...this.named, "--json", ...(showSecrets ? ["--show-secrets"] : [])])) as Record<string, unknown>;
        return Object.keys(outputs).length === 0 ? undefined : outputs;
    }

    async exportState(): Promise<string | undefined> {
        if (this.lent !== undefined) {
            return this.lent;
        }
        const pulumi = await this.known();
        return pulumi && runQuietly(pulumi, ["stack", "export", ...this.named]);
    }

    async importState(deployment: string): Promise<void> {
        const pulumi = await this.ready();
        await runQuietly(pulumi, ["stack", "import", ...this.named], deployment);
    }

    /** What nobody has deployed yet shows in any preview, what has changed behind the state's back only after a refresh. */
    async drift(): Promise<readonly ResourceChange[]> {
        const pulumi = await this.known();
        return pulumi === undefined ? [] : beyond(await this.changes(pulumi), await this.changes(pulumi, "--refresh"));
    }

    private async changes(pulumi: PulumiProcess, ...args: string[]): Promise<ResourceChange[]> {
        const { output, complaint, status } = await runToEnd(pulumi, ["preview", ...this.named, "--json", "--color", "never", ...args]);
        if (status !== 0) {
            throw new Failure(`pulumi preview ${args.join(" ")} failed:\n${[...errorsIn(output), complaint].join("\n").trim()}`);
        }
        return changesIn(output);
    }

    private async runWithPolicies(pulumi: PulumiProcess, terms: Terms, ...args: string[]): Promise<Previewed> {
        const policies = policyRun(pulumi.folder, terms);
        const run = runVisibly({ ...pulumi, environment: { ...pulumi.environment, ...policies.environment } }, ...args, ...policies.args);
        const error: unknown = await run.then(() => undefined, reason => reason);
        const { broken, changing } = policies.end();
        if (error !== undefined && broken.length === 0) {
            throw error;
        }
        return { judgement: error === undefined ? "kept" : "refused", changing };
    }

    private get named(): readonly string[] {
        return ["--stack", this.stack.name];
    }

    /** Where there is something to look at: undefined when the CLI does not know the stack, and is lent no state. */
    private async known(): Promise<PulumiProcess | undefined> {
        if (this.lent !== undefined) {
            return aside(this.program, this.stack, this.lent);
        }
        const pulumi = this.pulumi();
        return (await this.exists(pulumi)) ? pulumi : undefined;
    }

    /** With the stack in the backend, whether or not it was there. */
    private async ready(): Promise<PulumiProcess> {
        const pulumi = this.pulumi();
        if (!(await this.exists(pulumi))) {
            await runQuietly(pulumi, ["stack", "init", this.stack.name, "--no-select"]);
        }
        return pulumi;
    }

    private pulumi(): PulumiProcess {
        settlePassphrase();
        return { program: this.program, folder: prepareWorkspace(this.stack), environment: backendEnvironment(this.backend) };
    }

    private async exists(pulumi: PulumiProcess): Promise<boolean> {
        try {
            await runQuietly(pulumi, ["stack", ...this.named, "--show-name"]);
            return true;
        } catch (error) {
            if (messageOf(error).includes("no stack named")) {
                return false;
            }
            throw error;
        }
    }
}

async function* each(lines: AsyncIterable<string>, change: (line: string) => string): AsyncIterable<string> {
    for await (const line of lines) {
        yield change(line);
    }
}
