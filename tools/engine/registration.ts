import type { DefaultProviders } from "./default-providers";
import type { Sink } from "./events";
import { NeedsCli, type Goal } from "./goal";
import type { Ledger } from "./ledger";
import { planComponent, planCustom, withoutIgnored, type Plan } from "./plan";
import type { Lookup } from "./provider-lookup";
import type { Provider } from "./providers/provider";
import { dependenciesOf, type ResourceState } from "./resource-state";
import type { Replacements } from "./replacements";
import type { Scrubber } from "./scrubber";
import { sealed } from "./sealed-outputs";
import { plainStep, type Steps } from "./steps";
import { isProvider, nameOf, stackType, type Urn } from "./urn";
import { equal, type ValueMap } from "./values";
import { withoutKnowledge } from "./wire";

/** What the program hears of a resource that it registered. */
export interface Outcome {
    readonly result: "success" | "failed" | "skipped";
    readonly urn: Urn;
    readonly id: string;
    readonly outputs: ValueMap;
}

export interface Parts {
    readonly ledger: Ledger;
    readonly steps: Steps;
    readonly replacements: Replacements;
    readonly defaultProviders: DefaultProviders;
    readonly providerOf: Lookup;
    readonly sink: Sink;
    readonly scrubber: Scrubber;
    /** Why nothing new may begin, once that is so. */
    readonly stopped: () => string | undefined;
}

/** Makes the resources that the program registers, each as soon as the program asks for it. */
export class Registration {
    private readonly seen = new Set<Urn>();
    /** Failed or skipped, so that whatever depends on them is skipped too. */
    private readonly missing = new Set<Urn>();

    constructor(private readonly parts: Parts) {}

    async register(goal: Goal): Promise<Outcome> {
        try {
            return await this.settle(goal);
        } catch (error) {
            return this.fail(goal, error);
        }
    }

    /** Says that a registration could not even be read. */
    fail(goal: Pick<Goal, "urn" | "inputs">, error: unknown): Outcome {
        this.missing.add(goal.urn);
        this.seen.add(goal.urn);
        this.parts.sink({ kind: "failed", urn: goal.urn, message: error instanceof Error ? error.message : String(error) });
        return { result: "failed", urn: goal.urn, id: "", outputs: withoutKnowledge(goal.inputs) };
    }

    wasSeen(urn: Urn): boolean {
        return this.seen.has(urn);
    }

    private async settle(goal: Goal): Promise<Outcome> {
        if (this.seen.has(goal.urn)) {
            throw new Error("The program registers two resources of this type and name under the same parent. Give one of them another name.");
        }
        this.seen.add(goal.urn);
        const reason = this.reasonToSkip(goal);
        if (reason !== undefined) {
            return this.skip(goal, reason);
        }
        return goal.custom ? this.custom(goal, this.provider(goal)) : this.component(goal);
    }

    private reasonToSkip(goal: Goal): string | undefined {
        const depends = dependenciesOf({ ...goal, outputs: {}, parent: goal.parent ?? goal.urn });
        const missing = depends.find(urn => this.missing.has(urn));
        return missing === undefined ? this.parts.stopped() : `it depends on ${nameOf(missing)}, which failed or was skipped`;
    }

    private skip(goal: Goal, reason: string): Outcome {
        this.missing.add(goal.urn);
        this.parts.sink({ kind: "skipped", urn: goal.urn, reason });
        return { result: "skipped", urn: goal.urn, id: "", outputs: withoutKnowledge(goal.inputs) };
    }

    private provider(goal: Goal): Provider {
        const provider = this.parts.providerOf(goal);
        if (provider === undefined) {
            throw new NeedsCli(`The resource is of type ${goal.type}`);
        }
        return provider;
    }

    private component(goal: Goal): Outcome {
        if (goal.type !== stackType && !goal.type.startsWith("evenkeel:")) {
            throw new NeedsCli(`The component is of type ${goal.type}`);
        }
        const old = this.parts.ledger.find(goal.urn);
        const plan = planComponent(goal.inputs, old);
        const draft = draftOf(goal, goal.inputs, undefined);
        const step = { ...plainStep(plan.kind === "replace" ? "update" : plan.kind, draft), ...("changes" in plan ? { changes: plan.changes } : {}) };
        this.parts.steps.promise(step, undefined);
        this.put({ ...draft, outputs: old?.outputs ?? {} }, old, plan.kind !== "same");
        return { result: "success", urn: goal.urn, id: "", outputs: {} };
    }

    private async custom(goal: Goal, provider: Provider): Promise<Outcome> {
        const { ledger, defaultProviders, scrubber } = this.parts;
        const old = ledger.find(goal.urn);
        scrubber.learnFrom(goal.inputs, provider.openInputs);
        const inputs = checked(provider, withoutIgnored(goal.inputs, old?.inputs, goal.ignoreChanges));
        scrubber.learnFrom(inputs, provider.openInputs);
        const draft = draftOf(goal, inputs, isProvider(goal.type) ? undefined : (goal.provider ?? defaultProviders.reference(goal)));
        const plan = planCustom(goal, inputs, { old, interrupted: ledger.interrupted(goal.urn) }, provider);
        const state = await this.carryOut(plan, draft, old, provider, goal);
        scrubber.learnFrom(state.outputs, provider.openInputs);
        return { result: "success", urn: goal.urn, id: state.id ?? "", outputs: state.outputs };
    }

    private async carryOut(plan: Plan, draft: ResourceState, old: ResourceState | undefined, provider: Provider, goal: Goal): Promise<ResourceState> {
        const { steps, replacements } = this.parts;
        if (plan.kind === "replace" && old !== undefined) {
            return this.put(await replacements.replace({ plan, draft, old, provider, deleteFirst: goal.deleteBeforeReplace ?? plan.deleteFirst ?? false }), undefined, true);
        }
        if (plan.kind === "update" && old !== undefined) {
            const outputs = await steps.update(old, draft, provider, { ...plainStep("update", draft), ...plan });
            return this.put({ ...draft, id: old.id ?? "", outputs: sealed(outputs, draft) }, old, true);
        }
        if (plan.kind === "same" && old !== undefined) {
            return this.put(steps.promise(plainStep("same", draft), { ...draft, id: old.id ?? "", outputs: old.outputs }), old, false);
        }
        const { id, outputs } = await steps.create(draft, provider, plainStep("create", draft));
        return this.put({ ...draft, id, outputs: sealed(outputs, draft) }, old, true);
    }

    private put(state: ResourceState, old: ResourceState | undefined, modified: boolean): ResourceState {
        const { ledger } = this.parts;
        const now = new Date().toISOString();
        const dated = { ...state, created: state.created ?? old?.created ?? now, modified: modified ? now : (old?.modified ?? now) };
        const unchanged = old !== undefined && !modified && sameState(dated, old);
        ledger.clear(state.urn);
        ledger.settle(unchanged ? old : dated, old);
        ledger.save();
        return dated;
    }
}

function checked(provider: Provider, inputs: ValueMap): ValueMap {
    const result = provider.check(inputs);
    if ("problems" in result) {
        throw new Error(result.problems.join("\n"));
    }
    return result.inputs;
}

function draftOf(goal: Goal, inputs: ValueMap, provider: string | undefined): ResourceState {
    return {
        urn: goal.urn,
        type: goal.type,
        custom: goal.custom,
        inputs,
        outputs: {},
        dependencies: goal.dependencies,
        propertyDependencies: goal.propertyDependencies,
        additionalSecretOutputs: goal.additionalSecretOutputs,
        ignoreChanges: goal.ignoreChanges,
        replaceOnChanges: goal.replaceOnChanges,
        protect: goal.protect,
        retainOnDelete: goal.retainOnDelete,
        ...(goal.parent === undefined ? {} : { parent: goal.parent }),
        ...(provider === undefined ? {} : { provider }),
    };
}

/** Whether two states differ in nothing but the moments they carry. */
function sameState(a: ResourceState, b: ResourceState): boolean {
    return comparable(a) === comparable(b) && equal(a.inputs, b.inputs) && equal(a.outputs, b.outputs);
}

function comparable(state: ResourceState): string {
    const { urn, type, id = "", parent = "", provider = "", protect = false, retainOnDelete = false } = state;
    const { dependencies, propertyDependencies, additionalSecretOutputs, ignoreChanges, replaceOnChanges } = state;
    const lists = [dependencies, propertyDependencies, additionalSecretOutputs, ignoreChanges, replaceOnChanges];
    return JSON.stringify([urn, type, id, parent, provider, protect, retainOnDelete, lists]);
}
