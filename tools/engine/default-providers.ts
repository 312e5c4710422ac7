import { randomUUID } from "node:crypto";
import type { Goal } from "./goal";
import type { Ledger } from "./ledger";
import type { ResourceState } from "./resource-state";
import { makeUrn } from "./urn";

/**
 * The provider resources that Pulumi makes by itself, one for each package and version (`default_1_2_1`).
 *
 * Nothing is configured through them here, but a deployment without them is not one that the CLI takes over.
 */
export class DefaultProviders {
    constructor(
        private readonly ledger: Ledger,
        private readonly project: string,
        private readonly stack: string,
    ) {}

    /** `<urn>::<id>` of the provider that the resource belongs to; made where it does not exist yet. */
    reference(goal: Pick<Goal, "type" | "version">): string {
        const provider = this.ensure(goal.type.split(":")[0] ?? "", goal.version);
        return `${provider.urn}::${provider.id ?? ""}`;
    }

    private ensure(name: string, version: string): ResourceState {
        const type = `pulumi:providers:${name}`;
        const urn = makeUrn({ project: this.project, stack: this.stack, type, name: defaultName(version), parent: undefined });
        const settled = this.ledger.settledState(urn);
        if (settled !== undefined) {
            return settled;
        }
        const old = this.ledger.find(urn);
        const provider = old ?? newProvider(urn, type, version);
        this.ledger.settle(provider, old);
        return provider;
    }
}

function defaultName(version: string): string {
    return version === "" ? "default" : `default_${version.replace(/[.+-]/g, "_")}`;
}

function newProvider(urn: string, type: string, version: string): ResourceState {
    const now = new Date().toISOString();
    const named = version === "" ? {} : { version };
    const nothing = { dependencies: [], propertyDependencies: {}, additionalSecretOutputs: [], ignoreChanges: [], replaceOnChanges: [] };
    return { urn, type, custom: true, id: randomUUID(), inputs: { __internal: {}, ...named }, outputs: named, ...nothing, created: now, modified: now };
}
