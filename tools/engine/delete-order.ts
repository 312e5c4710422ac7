import { dependenciesOf, type ResourceState } from "./resource-state";

/**
 * The order in which resources are deleted: waves, one after the other, of resources that do not depend on each other.
 *
 * As in Pulumi's step generator the waves are built from the other end, so each resource goes as late as its own
 * dependencies allow, and not as early as its dependants do.
 */
export function deletionWaves(condemned: readonly ResourceState[]): ResourceState[][] {
    const waves: ResourceState[][] = [];
    let left = condemned;
    while (left.length > 0) {
        const free = left.filter(state => !left.some(other => dependsOn(state, other)));
        // States that a program can make have no cycle; were there one, its members would go together.
        const wave = free.length > 0 ? free : left;
        waves.unshift([...wave]);
        left = left.filter(state => !wave.includes(state));
    }
    return waves;
}

export function dependsOn(state: ResourceState, other: ResourceState): boolean {
    return other.urn !== state.urn && dependenciesOf(state).includes(other.urn);
}
