import { deletionWaves, dependsOn } from "./delete-order";
import type { Sink } from "./events";
import type { Ledger } from "./ledger";
import type { Lookup } from "./provider-lookup";
import { Unreachable } from "./providers/provider";
import { protectedMessage } from "./replacements";
import type { ResourceState } from "./resource-state";
import { plainStep, type Steps } from "./steps";
import { isProvider, nameOf, typeOf, type Urn } from "./urn";

export interface DeletionParts {
    readonly ledger: Ledger;
    readonly steps: Steps;
    readonly sink: Sink;
    readonly providerOf: Lookup;
    /** Gives up what lies on hosts that can't be reached, in the place of failing. */
    readonly leaveUnreachable: boolean;
    /** Why nothing new may begin, once that is so. */
    readonly stopped: () => string | undefined;
}

/** Deletes what is no longer wanted, dependants first. */
export class Deletions {
    /** Still there although they were to go, so what they depend on has to stay. */
    private readonly kept: ResourceState[] = [];

    constructor(private readonly parts: DeletionParts) {}

    async run(isWanted: (urn: Urn) => boolean): Promise<void> {
        const { ledger, sink } = this.parts;
        const unwanted = ledger.unsettled.filter(state => state.delete === true || !isWanted(state.urn));
        const held = unwanted.filter(state => state.protect === true && state.delete !== true);
        for (const { urn } of held) {
            sink({ kind: "failed", urn, message: protectedMessage(urn) });
        }
        for (const wave of held.length > 0 ? [] : deletionWaves([...unwanted, ...this.halfCreated(isWanted)])) {
            await Promise.all(wave.map(state => this.delete(state)));
        }
    }

    /** Creations that were cut off: nobody knows whether the resource exists, so it is deleted like one that does. */
    private halfCreated(isWanted: (urn: Urn) => boolean): ResourceState[] {
        const { ledger } = this.parts;
        const known = new Set(ledger.all.map(({ urn }) => urn));
        const cutOff = ledger.pendingOperations.filter(({ type, resource }) => type !== "deleting" && !known.has(resource.urn) && !isWanted(resource.urn));
        return cutOff.map(({ resource }) => resource);
    }

    private async delete(state: ResourceState): Promise<void> {
        const reason = this.reasonToKeep(state);
        if (reason !== undefined) {
            this.keep(state, reason);
            return;
        }
        try {
            await this.carryOut(state);
            this.forget(state);
        } catch (error) {
            this.kept.push(state);
            this.parts.sink({ kind: "failed", urn: state.urn, message: error instanceof Error ? error.message : String(error) });
        }
    }

    private reasonToKeep(state: ResourceState): string | undefined {
        const dependant = this.kept.find(other => dependsOn(other, state));
        return dependant === undefined ? this.parts.stopped() : `${nameOf(dependant.urn)} depends on it and is still there`;
    }

    private keep(state: ResourceState, reason: string): void {
        this.kept.push(state);
        if (!isDefaultProvider(state.urn)) {
            this.parts.sink({ kind: "skipped", urn: state.urn, reason });
        }
    }

    private forget(state: ResourceState): void {
        const { ledger } = this.parts;
        if (state.delete !== true) {
            ledger.clear(state.urn);
        }
        ledger.drop(state);
        ledger.save();
    }

    private async carryOut(state: ResourceState): Promise<void> {
        const { steps, providerOf, sink, leaveUnreachable } = this.parts;
        if (isDefaultProvider(state.urn) || state.pendingReplacement === true) {
            return;
        }
        const provider = providerOf(state);
        const step = plainStep(state.delete === true ? "delete-replaced" : "delete", state);
        if (!state.custom || provider === undefined) {
            steps.promise(step, undefined);
            return;
        }
        try {
            await steps.remove(state, provider, step);
        } catch (error) {
            if (!leaveUnreachable || !(error instanceof Unreachable)) {
                throw error;
            }
            sink({ kind: "notice", text: `${state.urn} is given up, and whatever it left stays where it is: ${error.message}` });
        }
    }
}

/** Pulumi makes and removes these by itself, and so does not speak of them. */
export function isDefaultProvider(urn: Urn): boolean {
    return isProvider(typeOf(urn)) && /^default(_|$)/.test(nameOf(urn));
}

