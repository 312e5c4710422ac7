import type { Sink } from "./events";
import type { Ledger } from "./ledger";
import type { Provider } from "./providers/provider";
import { protectedMessage } from "./replacements";
import { dependenciesOf, type ResourceState } from "./resource-state";
import { plainStep, type Steps } from "./steps";
import { typeOf, type Urn } from "./urn";

export interface DeletionParts {
    readonly ledger: Ledger;
    readonly steps: Steps;
    readonly sink: Sink;
    readonly providerOf: (type: string) => Provider | undefined;
    readonly stopped: () => string | undefined;
}

/** Deletes what is no longer wanted, dependants first, as many at once as do not wait for each other. */
export class Deletions {
    constructor(private readonly parts: DeletionParts) {}

    async run(isWanted: (urn: Urn) => boolean): Promise<void> {
        const { ledger, sink } = this.parts;
        const unwanted = ledger.unsettled.filter(state => state.delete === true || !isWanted(state.urn));
        const held = unwanted.filter(state => state.protect === true && state.delete !== true);
        for (const { urn } of held) {
            sink({ kind: "failed", urn, message: protectedMessage(urn) });
        }
        if (held.length === 0) {
            await this.deleteInWaves([...unwanted, ...this.halfCreated(isWanted)]);
        }
    }

    /** Creations that were cut off: nobody knows whether the resource exists, so it is deleted like one that does. */
    private halfCreated(isWanted: (urn: Urn) => boolean): ResourceState[] {
        const { ledger } = this.parts;
        const known = new Set(ledger.all.map(({ urn }) => urn));
        const cutOff = ledger.pendingOperations.filter(({ type, resource }) => type !== "deleting" && !known.has(resource.urn) && !isWanted(resource.urn));
        return cutOff.map(({ resource }) => resource);
    }

    private async deleteInWaves(condemned: readonly ResourceState[]): Promise<void> {
        const left = new Set(condemned);
        const failed = new Set<ResourceState>();
        for (let wave = free(left, failed); wave.length > 0 && this.parts.stopped() === undefined; wave = free(left, failed)) {
            await Promise.all(
                wave.map(async state => {
                    const deleted = await this.delete(state);
                    (deleted ? left : failed)[deleted ? "delete" : "add"](state);
                }),
            );
        }
        this.tellOfSkipped([...left].filter(state => !failed.has(state)));
    }

    private tellOfSkipped(states: readonly ResourceState[]): void {
        const reason = this.parts.stopped() ?? "something that depends on it could not be deleted";
        for (const { urn, type } of states) {
            if (!isDefaultProvider(type)) {
                this.parts.sink({ kind: "skipped", urn, reason });
            }
        }
    }

    private async delete(state: ResourceState): Promise<boolean> {
        const { ledger, sink } = this.parts;
        try {
            await this.carryOut(state);
        } catch (error) {
            sink({ kind: "failed", urn: state.urn, message: error instanceof Error ? error.message : String(error) });
            return false;
        }
        if (state.delete !== true) {
            ledger.clear(state.urn);
        }
        ledger.drop(state);
        ledger.save();
        return true;
    }

    private async carryOut(state: ResourceState): Promise<void> {
        const { steps, providerOf } = this.parts;
        if (isDefaultProvider(state.type) || state.pendingReplacement === true) {
            return;
        }
        const provider = providerOf(typeOf(state.urn));
        const step = plainStep(state.delete === true ? "delete-replaced" : "delete", state);
        if (!state.custom || provider === undefined) {
            steps.promise(step, undefined);
            return;
        }
        await steps.remove(state, provider, step);
    }
}

/** Pulumi makes and removes these by itself, and so does not speak of them. */
export function isDefaultProvider(type: string): boolean {
    return type.startsWith("pulumi:providers:");
}

/** Those that nothing else that is left depends on. */
function free(left: ReadonlySet<ResourceState>, failed: ReadonlySet<ResourceState>): ResourceState[] {
    const needed = new Set([...left].flatMap(state => dependenciesOf(state).filter(urn => urn !== state.urn)));
    return [...left].filter(state => !failed.has(state) && !needed.has(state.urn));
}
