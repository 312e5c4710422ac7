import { DefaultProviders } from "./default-providers";
import { Deletions } from "./deletions";
import type { SavedState } from "./deployment";
import type { Sink } from "./events";
import { Ledger } from "./ledger";
import { Monitor } from "./monitor";
import { runProgram, type ProgramOptions } from "./program";
import { providerOf } from "./providers/registry";
import { Registration } from "./registration";
import { Replacements } from "./replacements";
import type { ResourceState } from "./resource-state";
import type { Scrubber } from "./scrubber";
import { Steps } from "./steps";
import { stackType, type Urn } from "./urn";
import type { ValueMap } from "./values";
import { withOutputs } from "./stack-outputs";

export interface RunOptions {
    readonly project: string;
    readonly stack: string;
    readonly preview: boolean;
    readonly initial: SavedState;
    readonly save: (state: SavedState) => void;
    readonly sink: Sink;
    readonly scrubber: Scrubber;
}

/** One up, preview or destroy. */
export class Run {
    readonly ledger: Ledger;
    private readonly steps: Steps;
    private readonly deletions: Deletions;
    private readonly sink: Sink;
    private wrong = false;
    private stopReason: string | undefined;
    private exported: { readonly state: ResourceState; readonly outputs: ValueMap } | undefined;

    constructor(private readonly options: RunOptions) {
        this.sink = event => {
            this.wrong ||= event.kind === "failed" || event.kind === "error" || event.kind === "skipped";
            options.sink(event);
        };
        for (const { inputs, outputs, type } of options.initial.resources) {
            const open = providerOf(type)?.openInputs;
            options.scrubber.learnFrom(inputs, open);
            options.scrubber.learnFrom(outputs, open);
        }
        this.ledger = new Ledger(options.initial, options.preview ? () => undefined : this.save.bind(this));
        this.steps = new Steps(this.ledger, this.sink, options.preview);
        const stopped = (): string | undefined => this.stopReason;
        this.deletions = new Deletions({ ledger: this.ledger, steps: this.steps, sink: this.sink, providerOf, stopped });
    }

    /** Begins nothing new; what is under way goes on to its end. */
    stop(reason: string): void {
        this.stopReason ??= reason;
    }

    /** Makes the stack what the program says. Nothing is deleted where anything before it failed. */
    async apply(program: ProgramOptions): Promise<void> {
        const { project, stack } = this.options;
        const registration = this.registration();
        const registrar = {
            register: registration.register.bind(registration),
            fail: registration.fail.bind(registration),
            registerOutputs: this.registerOutputs.bind(this),
        };
        const errors = await runProgram(program, new Monitor(project, stack, registrar));
        errors.forEach(text => {
            this.sink({ kind: "error", text });
        });
        if (errors.length === 0) {
            this.settleStackOutputs();
        }
        if (!this.wrong && this.stopReason === undefined) {
            await this.deletions.run(urn => registration.wasSeen(urn));
        }
        this.finish();
    }

    /** @param leaveUnreachable gives up what lies on hosts that can't be reached. */
    async destroy(leaveUnreachable: boolean): Promise<void> {
        await this.deletions.run(() => false, leaveUnreachable);
        this.finish();
    }

    private registration(): Registration {
        const { ledger, steps, sink } = this;
        const { project, stack, scrubber } = this.options;
        return new Registration({
            ledger,
            steps,
            sink,
            scrubber,
            providerOf,
            replacements: new Replacements(ledger, steps, providerOf),
            defaultProviders: new DefaultProviders(ledger, project, stack),
            stopped: () => this.stopReason,
        });
    }

    private registerOutputs(urn: Urn, outputs: ValueMap): void {
        this.options.scrubber.learnFrom(outputs);
        const state = this.ledger.settledState(urn);
        if (state?.type === stackType) {
            this.exported = { state, outputs };
        } else if (state !== undefined) {
            this.putOutputs(state, outputs);
        }
    }

    /** A program that breaks off registers no outputs at all, which must not wipe those of the run before. */
    private settleStackOutputs(): void {
        if (this.exported !== undefined) {
            this.putOutputs(this.exported.state, this.exported.outputs);
        }
    }

    private putOutputs(state: ResourceState, outputs: ValueMap): void {
        const updated = withOutputs(state, outputs, this.options.preview);
        this.ledger.settle(updated, state);
        this.ledger.save();
    }

    private save(state: SavedState): void {
        try {
            this.options.save(state);
        } catch (error) {
            this.stop("the state can't be written");
            throw error;
        }
    }

    private finish(): void {
        try {
            this.ledger.save();
        } catch (error) {
            this.sink({ kind: "error", text: (error as Error).message });
        }
    }
}
