import type { Ledger } from "./ledger";
import type { Provider, ProviderOf } from "./providers/provider";
import type { ResourceState } from "./resource-state";
import { urnOfReference } from "./urn";

export type Lookup = (resource: Pick<ResourceState, "type" | "provider">) => Provider | undefined;

/** Finds who executes a resource, with what the provider resource that it refers to says now. */
export function lookupIn(ledger: Ledger, providerOf: ProviderOf): Lookup {
    return ({ type, provider: reference }) => {
        if (reference === undefined) {
            return providerOf(type);
        }
        const urn = urnOfReference(reference);
        return providerOf(type, ledger.settledState(urn)?.inputs ?? ledger.find(urn)?.inputs);
    };
}
