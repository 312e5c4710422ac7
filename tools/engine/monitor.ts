import type { RegisterResourceOutputsRequest, RegisterResourceRequest, SupportsFeatureRequest } from "@pulumi/pulumi/proto/resource_pb";
import { goalFrom, NeedsCli, type Goal } from "./goal";
import type { Outcome } from "./registration";
import { makeUrn, type Urn } from "./urn";
import type { ValueMap } from "./values";
import { fromWireMap, toWireMap, type Json } from "./wire";

type Callback<T> = (error: Error | null, response?: T) => void;

/** Protobuf's `Struct`, as far as the runtime reads one. */
interface StructLike {
    toJavaScript(): Record<string, Json>;
}

interface RegisterResponse {
    getUrn(): string;
    getId(): string;
    getObject(): StructLike;
    getPropertydependenciesMap(): undefined;
    getResult(): number;
}

/** Who makes the resources that the monitor hears of. */
export interface Registrar {
    register(goal: Goal): Promise<Outcome>;
    fail(goal: Pick<Goal, "urn" | "inputs">, error: unknown): Outcome;
    registerOutputs(urn: Urn, outputs: ValueMap): void;
}

/** `Result` of Pulumi's resource.proto. */
const results: Record<Outcome["result"], number> = { success: 0, failed: 1, skipped: 2 };

/** What the runtime asks before it uses a newer part of the protocol; all else is refused with the runtime's own words. */
const features = new Set(["secrets", "aliasSpecs"]);

/** Stands in the place of the resource monitor that the CLI serves over gRPC. */
export class Monitor {
    constructor(
        private readonly project: string,
        private readonly stack: string,
        private readonly registrar: Registrar,
    ) {}

    supportsFeature(request: SupportsFeatureRequest, callback: Callback<{ getHassupport(): boolean }>): void {
        const known = features.has(request.getId());
        callback(null, { getHassupport: () => known });
    }

    registerResource(request: RegisterResourceRequest, callback: Callback<RegisterResponse>): void {
        void this.outcomeOf(request).then(outcome => {
            callback(null, responseFor(outcome));
        });
    }

    registerResourceOutputs(request: RegisterResourceOutputsRequest, callback: Callback<object>): void {
        try {
            const outputs = (request.getOutputs()?.toJavaScript() ?? {}) as Record<string, Json>;
            this.registrar.registerOutputs(request.getUrn(), fromWireMap(outputs));
            callback(null, {});
        } catch (error) {
            callback(error as Error);
        }
    }

    readResource(_request: unknown, callback: Callback<never>): void {
        callback(new NeedsCli("The program reads an existing resource"));
    }

    invoke(_request: unknown, callback: Callback<never>): void {
        callback(new NeedsCli("The program calls a function of a provider"));
    }

    call(_request: unknown, callback: Callback<never>): void {
        callback(new NeedsCli("The program calls a method of a resource"));
    }

    close(): void {
        // There is no connection to close.
    }

    private async outcomeOf(request: RegisterResourceRequest): Promise<Outcome> {
        try {
            return await this.registrar.register(goalFrom(request, this.project, this.stack));
        } catch (error) {
            return this.registrar.fail({ urn: this.urnOf(request), inputs: {} }, error);
        }
    }

    private urnOf(request: RegisterResourceRequest): Urn {
        const parent = request.getParent() || undefined;
        return makeUrn({ project: this.project, stack: this.stack, type: request.getType(), name: request.getName(), parent });
    }
}

function responseFor(outcome: Outcome): RegisterResponse {
    const object = toWireMap(outcome.outputs);
    return {
        getUrn: () => outcome.urn,
        getId: () => outcome.id,
        getObject: () => ({ toJavaScript: () => object }),
        getPropertydependenciesMap: () => undefined,
        getResult: () => results[outcome.result],
    };
}
