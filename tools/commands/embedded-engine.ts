import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { localStateFolder } from "../../components/config/sandbox";
import { createEngine, openAhead, type Result, type Engine as Program, type Summary } from "../engine";
import type { Engine, Judged, PreviewOptions, Previewed } from "./engine";
import { Failure } from "./failure";
import { withoutInterruptHandling } from "./interrupt";
import { passphrase, settlePassphrase } from "./passphrase";
import { refuseUnseen, warnOfBroken } from "./policies";
import type { StackPlace } from "./stack-argument";
import { stackProgram } from "./stack-program";
import { temporaryFolder } from "./temporary-folder";

/** Where the embedded engine keeps a stack's state. */
export function embeddedStateFile(stack: StackPlace): string {
    return join(localStateFolder(), "state", `${stack.name}.json`);
}

/** What the embedded engine keeps of a stack; undefined where it keeps nothing that can be read. */
export function embeddedState(stack: StackPlace): string | undefined {
    return stateIn(embeddedStateFile(stack));
}

/** A file for a state that is only lent; it goes when the command ends. */
export function stateFileOf(lent: string): string {
    const file = join(temporaryFolder(), "state.json");
    writeFileSync(file, lent, { mode: 0o600 });
    return file;
}

/** Where the embedded engine has a state of the stack, begins to open it while something else is done. */
export function beginOpening(stack: StackPlace): void {
    void openAhead(embeddedStateFile(stack), passphrase());
}

export function removeEmbeddedState(stack: StackPlace): void {
    for (const suffix of ["", ".bak", ".lock"]) {
        rmSync(`${embeddedStateFile(stack)}${suffix}`, { force: true });
    }
}

type Shown = Pick<PreviewOptions, "diff" | "hide">;

/** `index.ts` without the Pulumi CLI. */
export class EmbeddedEngine implements Engine {
    /** @param file where its state is. */
    constructor(
        private readonly stack: StackPlace,
        private readonly file = embeddedStateFile(stack),
    ) {}

    async preview({ diff, hide }: PreviewOptions): Promise<Previewed> {
        const { created, updated, replaced, deleted } = await this.run(engine => engine.preview(), { diff, hide });
        return { judgement: "unjudged", changing: created + updated + replaced + deleted };
    }

    async up(judged: Judged): Promise<void> {
        refuseUnseen(judged);
        warnOfBroken(judged);
        await this.run(engine => engine.up());
    }

    async destroy(): Promise<void> {
        if (this.isKnown) {
            await this.run(engine => engine.destroy());
        }
        await this.forget();
    }

    forget(): Promise<void> {
        removeEmbeddedState(this.stack);
        return Promise.resolve();
    }

    async outputs({ showSecrets } = { showSecrets: false }): Promise<Readonly<Record<string, unknown>> | undefined> {
        if (!this.isKnown) {
            return undefined;
        }
        const outputs = await (await this.open()).outputs(showSecrets);
        return Object.keys(outputs).length === 0 ? undefined : outputs;
    }

    exportState(): Promise<string | undefined> {
        return Promise.resolve(stateIn(this.file));
    }

    drift(): Promise<undefined> {
        return Promise.resolve(undefined);
    }

    private get isKnown(): boolean {
        return existsSync(this.file) || existsSync(`${this.file}.bak`);
    }

    private async run(act: (engine: Program) => Promise<Result>, shown?: Shown): Promise<Summary> {
        const engine = await this.open(shown);
        const { ok, summary } = await withoutInterruptHandling(() => act(engine));
        if (!ok) {
            throw new Failure("It did not work out; the reasons are above. What was serving before goes on serving.");
        }
        return summary;
    }

    private async open({ diff, hide }: Shown = { diff: false, hide: line => line }): Promise<Program> {
        settlePassphrase();
        return createEngine({
            ...(await stackProgram(this.stack)),
            stateFile: this.file,
            passphrase: passphrase(),
            leaveUnreachable: process.env["EVENKEEL_LEAVE_UNREACHABLE"] === "1",
            log: line => {
                console.log(hide(line));
            },
            diff,
            // The command shows them itself, one by one.
            filesApart: diff,
        });
    }
}

function stateIn(file: string): string | undefined {
    return readable(file) ?? readable(`${file}.bak`);
}

/** undefined: it is not there, or a write of it was cut off. */
function readable(file: string): string | undefined {
    try {
        const text = readFileSync(file, "utf8");
        JSON.parse(text);
        return text;
    } catch {
        return undefined;
    }
}
