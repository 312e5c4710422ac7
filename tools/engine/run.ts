import { DefaultProviders } from "./default-providers";
import { Deletions } from "./deletions";
import type { SavedState } from "./deployment";
import type { Sink } from "./events";
import { Ledger } from "./ledger";
import type { Registrar } from "./monitor";
import { lookupIn, type Lookup } from "./provider-lookup";
import type { ProviderOf } from "./providers/provider";
import { Registration } from "./registration";
import { Replacements } from "./replacements";
import type { ResourceState } from "./resource-state";
import type { Scrubber } from "./scrubber";
import { withOutputs } from "./stack-outputs";
import { Steps } from "./steps";
import { stackType, type Urn } from "./urn";
import type { ValueMap } from "./values";

export interface RunOptions {
    readonly project: string;
    readonly stack: string;
    readonly preview: boolean;
    readonly initial: SavedState;
    readonly save: (state: SavedState) => void;
    readonly providerOf: ProviderOf;
    readonly sink: Sink;
    readonly scrubber: Scrubber;
    /** Gives up what is to be deleted on hosts that can't be reached. */
    readonly leaveUnreachable?: boolean;
}

/** A program: registers its resources and gives back the errors that it ended with. */
export type Program = (registrar: Registrar) => Promise<readonly string[]>;

/** One up, preview or destroy. */
export class Run {
    private readonly ledger: Ledger;
    private readonly steps: Steps;
    private readonly deletions: Deletions;
    private readonly sink: Sink;
    private readonly lookup: Lookup;
    private wrong = false;
    private stopReason: string | undefined;
    private exported: { readonly urn: Urn; readonly outputs: ValueMap } | undefined;

    constructor(private readonly options: RunOptions) {
        const { initial, preview, providerOf, scrubber } = options;
        this.sink = event => {
            this.wrong ||= event.kind === "failed" || event.kind === "error" || event.kind === "skipped";
            options.sink(event);
        };
        for (const { inputs, outputs, type } of initial.resources) {
            scrubber.learnFrom(inputs, providerOf(type)?.openInputs);
            scrubber.learnFrom(outputs, providerOf(type)?.openInputs);
        }
        this.ledger = new Ledger(initial, preview ? () => undefined : this.save.bind(this));
        this.lookup = lookupIn(this.ledger, providerOf);
        this.steps = new Steps(this.ledger, this.sink, preview);
        this.deletions = new Deletions({
            ledger: this.ledger,
            steps: this.steps,
            sink: this.sink,
            providerOf: this.lookup,
            leaveUnreachable: options.leaveUnreachable ?? false,
            stopped: () => this.stopReason,
        });
    }

    get resources(): readonly ResourceState[] {
        return this.ledger.all;
    }

    /** Begins nothing new; what is under way goes on to its end. */
    stop(reason: string): void {
        this.stopReason ??= reason;
    }

    /** Makes the stack what the program says. Nothing is deleted where anything before it failed. */
    async apply(program: Program): Promise<void> {
        const registration = this.registration();
        const errors = await program({
            register: goal => registration.register(goal),
            fail: (goal, error) => registration.fail(goal, error),
            registerOutputs: (urn, outputs) => {
                this.registerOutputs(urn, outputs);
            },
        });
        errors.forEach(text => {
            this.sink({ kind: "error", text });
        });
        if (errors.length === 0) {
            this.settleStackOutputs();
        }
        if (!this.wrong && this.stopReason === undefined) {
            await this.deletions.run(urn => registration.wasSeen(urn));
        }
        this.guarded(() => {
            this.ledger.save();
        });
    }

    async destroy(): Promise<void> {
        await this.deletions.run(() => false);
        this.guarded(() => {
            this.ledger.save();
        });
    }

    private registration(): Registration {
        const { ledger, steps, sink, lookup } = this;
        const { project, stack, scrubber } = this.options;
        return new Registration({
            ledger,
            steps,
            sink,
            scrubber,
            providerOf: lookup,
            replacements: new Replacements(ledger, steps, lookup),
            defaultProviders: new DefaultProviders(ledger, project, stack),
            stopped: () => this.stopReason,
        });
    }

    private registerOutputs(urn: Urn, outputs: ValueMap): void {
        this.options.scrubber.learnFrom(outputs);
        if (this.ledger.settledState(urn)?.type === stackType) {
            this.exported = { urn, outputs };
        } else {
            this.putOutputs(urn, outputs);
        }
    }

    /** A program that breaks off registers no outputs at all, which must not wipe those of the run before. */
    private settleStackOutputs(): void {
        const { exported } = this;
        if (exported !== undefined) {
            this.guarded(() => {
                this.putOutputs(exported.urn, exported.outputs);
            });
        }
    }

    private putOutputs(urn: Urn, outputs: ValueMap): void {
        const state = this.ledger.settledState(urn);
        if (state !== undefined) {
            this.ledger.settle(withOutputs(state, outputs, this.options.preview), state);
            this.ledger.save();
        }
    }

    private save(state: SavedState): void {
        try {
            this.options.save(state);
        } catch (error) {
            this.stop("the state can't be written");
            throw error;
        }
    }

    private guarded(act: () => void): void {
        try {
            act();
        } catch (error) {
            this.sink({ kind: "error", text: error instanceof Error ? error.message : String(error) });
        }
    }
}
