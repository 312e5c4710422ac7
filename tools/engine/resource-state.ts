import { urnOfReference, type Urn } from "./urn";
import type { ValueMap } from "./values";

/** A resource as the state holds it. The names are those of Pulumi's `apitype.ResourceV3`. */
export interface ResourceState {
    readonly urn: Urn;
    readonly type: string;
    /** False for components, which exist in the state alone. */
    readonly custom: boolean;
    readonly id?: string;
    /** Replaced already; its deletion is still to come. */
    readonly delete?: boolean;
    /** Deleted already, to be replaced; its creation is still to come. */
    readonly pendingReplacement?: boolean;
    readonly inputs: ValueMap;
    readonly outputs: ValueMap;
    readonly parent?: Urn;
    readonly protect?: boolean;
    readonly retainOnDelete?: boolean;
    readonly dependencies: readonly Urn[];
    readonly propertyDependencies: Readonly<Record<string, readonly Urn[]>>;
    /** `<urn>::<id>` of the provider resource. */
    readonly provider?: string;
    readonly additionalSecretOutputs: readonly string[];
    readonly ignoreChanges: readonly string[];
    readonly replaceOnChanges: readonly string[];
    readonly created?: string;
    readonly modified?: string;
}

/** What was under way when the state was written. */
export interface PendingOperation {
    readonly type: "creating" | "updating" | "deleting";
    readonly resource: ResourceState;
}

/** Everything the resource has to exist after, and can only be deleted before. */
export function dependenciesOf(resource: ResourceState): Urn[] {
    const byProperty = Object.values(resource.propertyDependencies).flat();
    const all = [...resource.dependencies, ...byProperty];
    if (resource.parent !== undefined) {
        all.push(resource.parent);
    }
    if (resource.provider !== undefined) {
        all.push(urnOfReference(resource.provider));
    }
    return [...new Set(all)];
}
