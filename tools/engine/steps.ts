import type { Operation, Sink, Step } from "./events";
import type { Ledger } from "./ledger";
import { existing } from "./plan";
import { Undone, type Circumstances, type Created, type Provider } from "./providers/provider";
import type { PendingOperation, ResourceState } from "./resource-state";
import { nameOf } from "./urn";
import type { ValueMap } from "./values";

/** Carries out single operations: noted in the state before they begin, told to the user, settled in the state after. */
export class Steps {
    constructor(
        private readonly ledger: Ledger,
        private readonly sink: Sink,
        readonly preview: boolean,
    ) {}

    /** Creates a resource; `draft` is its state but for the id and the outputs. */
    async create(draft: ResourceState, provider: Provider, step: Step): Promise<Created> {
        const before = this.ledger.interrupted(draft.urn);
        const repeated = before === "creating" || before === "deleting";
        if (this.preview) {
            const replacing = repeated || step.operation === "create-replacement";
            return this.promise(step, { id: "", outputs: await provider.plan(draft.inputs, undefined, this.circumstances(draft, step, replacing)) });
        }
        return this.perform({ type: "creating", resource: draft }, provider, step, () =>
            provider.create(nameOf(draft.urn), draft.inputs, this.logFor(step), repeated),
        );
    }

    async update(old: ResourceState, draft: ResourceState, provider: Provider, step: Step): Promise<ValueMap> {
        if (this.preview) {
            return this.promise(step, await provider.plan(draft.inputs, existing(old), this.circumstances(draft, step, false)));
        }
        return this.perform({ type: "updating", resource: draft }, provider, step, () =>
            provider.update(existing(old), draft.inputs, this.logFor(step), draft.ignoreChanges),
        );
    }

    /** Deletes a resource, or only its state where it asks to be retained. */
    async remove(state: ResourceState, provider: Provider, step: Step): Promise<void> {
        const retained = state.retainOnDelete === true;
        if (this.preview || retained) {
            return this.promise({ ...step, retained }, undefined);
        }
        return this.perform({ type: "deleting", resource: state }, provider, step, () => provider.remove(existing(state), this.logFor(step)));
    }

    /** Tells of an operation that has nothing to carry out. */
    promise<T>(step: Step, result: T): T {
        this.sink({ kind: "started", step });
        this.sink({ kind: "finished", step, seconds: 0 });
        return result;
    }

    private async perform<T>(operation: PendingOperation, provider: Provider, step: Step, act: () => Promise<T>): Promise<T> {
        const again = this.ledger.isNoted(operation);
        this.ledger.begin(operation);
        this.sink({ kind: "started", step });
        const start = performance.now();
        try {
            const result = await act();
            this.ledger.end(operation);
            this.sink({ kind: "finished", step, seconds: (performance.now() - start) / 1000 });
            return result;
        } catch (error) {
            // A failed remote operation may have left anything behind, so it stays noted until a later one succeeds.
            if (provider.effects === "none" || (error instanceof Undone && !again)) {
                this.ledger.end(operation);
            }
            throw error;
        }
    }

    private circumstances({ ignoreChanges }: ResourceState, step: Step, replacing: boolean): Circumstances {
        return { log: this.logFor(step), ignoreChanges, replacing };
    }

    private logFor(step: Step): (line: string) => void {
        return text => {
            this.sink({ kind: "line", urn: step.urn, text });
        };
    }
}

/** A step with nothing to say but what it does. */
export function plainStep(operation: Operation, state: Pick<ResourceState, "urn" | "inputs">): Step {
    return { operation, urn: state.urn, inputs: state.inputs, changes: [], because: [], repeated: false, retained: false };
}
