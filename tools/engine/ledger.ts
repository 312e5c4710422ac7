import type { SavedState } from "./deployment";
import type { PendingOperation, ResourceState } from "./resource-state";
import type { Urn } from "./urn";

/**
 * The state while a run changes it.
 *
 * What the run has settled comes first, in the order in which it was settled, then what is left of the state before it,
 * in its old order: so every resource stands after all it depends on, whenever the state is written.
 */
export class Ledger {
    private readonly settled: ResourceState[] = [];
    private remaining: ResourceState[];
    private readonly pending: Map<string, PendingOperation>;
    private changed = false;

    constructor(
        initial: SavedState,
        private readonly write: (state: SavedState) => void,
    ) {
        this.remaining = [...initial.resources];
        this.pending = new Map(initial.pending.map(operation => [keyOf(operation), operation]));
    }

    /** A resource of the state before this run that the run has not settled yet. */
    find(urn: Urn): ResourceState | undefined {
        return this.remaining.find(resource => resource.urn === urn && resource.delete !== true);
    }

    /** What an earlier run did not finish on a resource. */
    interrupted(urn: Urn): PendingOperation["type"] | undefined {
        const operations = [...this.pending.values()].filter(({ resource }) => resource.urn === urn && resource.delete !== true);
        return operations.find(({ type }) => type === "deleting")?.type ?? operations[0]?.type;
    }

    get unsettled(): readonly ResourceState[] {
        return this.remaining;
    }

    get all(): readonly ResourceState[] {
        return [...this.settled, ...this.remaining];
    }

    get pendingOperations(): readonly PendingOperation[] {
        return [...this.pending.values()];
    }

    /** Whether an earlier attempt at the operation is noted, which may have left anything behind. */
    isNoted(operation: PendingOperation): boolean {
        return this.pending.has(keyOf(operation));
    }

    /** Notes an operation, on disk, before it begins. */
    begin(operation: PendingOperation): void {
        this.pending.set(keyOf(operation), operation);
        this.changed = true;
        this.save();
    }

    /** Forgets an operation, because it is done or because it left nothing behind. */
    end(operation: PendingOperation): void {
        this.changed = this.pending.delete(keyOf(operation)) || this.changed;
    }

    /** Forgets whatever an earlier run left unfinished on a resource. */
    clear(urn: Urn): void {
        for (const operation of this.pendingOperations.filter(({ resource }) => resource.urn === urn && resource.delete !== true)) {
            this.end(operation);
        }
    }

    /** Puts a resource's new state in the place of its old one. */
    settle(state: ResourceState, previous: ResourceState | undefined): void {
        this.remaining = this.remaining.filter(resource => resource !== previous);
        const index = this.settled.findIndex(({ urn }) => urn === state.urn);
        if (index < 0) {
            this.settled.push(state);
        } else {
            this.settled[index] = state;
        }
        this.changed ||= state !== previous;
    }

    settledState(urn: Urn): ResourceState | undefined {
        return this.settled.find(resource => resource.urn === urn);
    }

    /** Changes a resource that the run has not settled, where it stands. */
    amend(previous: ResourceState, state: ResourceState): void {
        this.remaining = this.remaining.map(resource => (resource === previous ? state : resource));
        this.changed = true;
    }

    drop(state: ResourceState): void {
        this.remaining = this.remaining.filter(resource => resource !== state);
        this.changed = true;
    }

    /** Writes the state where anything changed since it was last written. */
    save(): void {
        if (this.changed) {
            this.write({ resources: this.all, pending: this.pendingOperations });
            this.changed = false;
        }
    }
}

/** A resource has one operation under way; what it replaced is another resource of the same name. */
function keyOf({ type, resource }: PendingOperation): string {
    return type === "deleting" ? `${resource.urn} ${resource.id ?? ""}` : resource.urn;
}
