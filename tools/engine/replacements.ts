import type { Ledger } from "./ledger";
import { existing, withReplaceOnChanges, type Plan } from "./plan";
import type { Lookup } from "./provider-lookup";
import type { Provider } from "./providers/provider";
import { dependenciesOf, type ResourceState } from "./resource-state";
import { sealed } from "./sealed-outputs";
import { plainStep, type Steps } from "./steps";
import { mapValues, unknown, type ValueMap } from "./values";

export interface Replacement {
    readonly plan: Extract<Plan, { kind: "replace" }>;
    readonly draft: ResourceState;
    readonly old: ResourceState;
    readonly provider: Provider;
    /** Whether the old one has to go before the new one comes. */
    readonly deleteFirst: boolean;
}

/** Replaces resources in Pulumi's order: the new one first, the old one at the end of the run, unless it has to go first. */
export class Replacements {
    constructor(
        private readonly ledger: Ledger,
        private readonly steps: Steps,
        private readonly providerOf: Lookup,
    ) {}

    /** @returns the new resource, to be settled by the caller. */
    async replace(replacement: Replacement): Promise<ResourceState> {
        const { draft, old, deleteFirst } = replacement;
        if (draft.protect === true && old.protect === true) {
            throw new Error(protectedMessage(old.urn));
        }
        const gone = old.pendingReplacement === true || deleteFirst;
        if (deleteFirst && old.pendingReplacement !== true) {
            await this.deleteWithDependents(old);
        }
        const created = await this.create(replacement);
        const before = this.ledger.find(old.urn);
        if (before !== undefined) {
            this.retire(before, gone);
        }
        return created;
    }

    private async create({ plan, draft, provider }: Replacement): Promise<ResourceState> {
        const step = { ...plainStep("create-replacement", draft), changes: plan.changes, because: plan.because };
        const { id, outputs } = await this.steps.create(draft, provider, step);
        return { ...draft, id, outputs: sealed(outputs, draft) };
    }

    private retire(old: ResourceState, gone: boolean): void {
        if (gone) {
            this.ledger.drop(old);
        } else {
            this.ledger.amend(old, { ...old, delete: true });
        }
    }

    private async deleteWithDependents(root: ResourceState): Promise<void> {
        const condemned = [root, ...this.dependentsToReplace(root)];
        const held = condemned.find(state => state !== root && state.protect === true);
        if (held !== undefined) {
            throw new Error(protectedMessage(held.urn));
        }
        for (const state of condemned.reverse()) {
            await this.deleteAhead(state);
        }
    }

    private async deleteAhead(state: ResourceState): Promise<void> {
        const provider = this.providerOf(state);
        if (provider !== undefined && state.pendingReplacement !== true) {
            await this.steps.remove(state, provider, plainStep("delete-replaced", state));
        }
        this.ledger.amend(state, { ...state, pendingReplacement: true });
        this.ledger.save();
    }

    /** In dependency order: everything that a change of the resource would replace in turn. */
    private dependentsToReplace(root: ResourceState): ResourceState[] {
        const replaced = new Set([root.urn]);
        const isReplaced = (state: ResourceState): boolean =>
            state !== root && state.delete !== true && dependenciesOf(state).some(urn => replaced.has(urn)) && this.wouldReplace(state, replaced);
        return this.ledger.unsettled.filter(state => {
            const follows = isReplaced(state);
            if (follows) {
                replaced.add(state.urn);
            }
            return follows;
        });
    }

    private wouldReplace(state: ResourceState, replaced: ReadonlySet<string>): boolean {
        const provider = this.providerOf(state);
        if (provider === undefined) {
            return false;
        }
        const affected = (key: string): boolean => state.propertyDependencies[key]?.some(urn => replaced.has(urn)) ?? false;
        const inputs: ValueMap = mapValues(state.inputs, (value, key) => (affected(key) ? unknown : value));
        return withReplaceOnChanges(provider.diff(existing(state), inputs, state.ignoreChanges), state.replaceOnChanges).kind === "replace";
    }
}

export function protectedMessage(urn: string): string {
    return `${urn} is protected, so it can be neither replaced nor deleted. Take \`protect\` off it in the program and run up, then make this change.`;
}
