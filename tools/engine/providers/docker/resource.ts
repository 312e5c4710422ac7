import { unknown, unwrapMap, type Value, type ValueMap } from "../../values";
import type { Checked, Created, Existing, Log, Provider } from "../provider";
import type { Config } from "./client";
import { difference } from "./difference";
import { problemsOf, type Schema } from "./schema";

/** Nanoseconds. */
const twentyMinutes = 20 * 60 * 1e9;
/** Of Terraform's plugin SDK. */
const timeoutsKey = "e2bfb730-ecaa-11e6-8f88-34363bc7c4c0";

/** A type of resource of `@pulumi/docker` 5.2.0. */
export interface DockerType {
    readonly schema: Schema;
    /** What Docker adds to the inputs. */
    readonly computed: readonly string[];
    /** The version of Terraform's schema that the outputs are written in. */
    readonly version: number;
    /** Whether the provider waits for its operations longer than it waits for anything. */
    readonly timed: boolean;
    /** Inputs that say in the outputs what has come of them. */
    readonly readBack?: readonly string[];
    /** Whether the provider deletes before it replaces: it does where the program gives a name that is unique. */
    readonly deleteFirst: boolean;
    /** An input that was left out and that Docker has filled in otherwise since then. */
    drifted?(existing: Existing): ValueMap;
    /** Inputs and outputs come without the markers of what is secret. */
    create(config: Config, inputs: ValueMap, log: Log, repeated: boolean): Promise<Created>;
    update(config: Config, existing: Existing, inputs: ValueMap): Promise<ValueMap>;
    remove(config: Config, existing: Existing): Promise<void>;
}

/** Executes the type on the engine that the configuration names. */
export function dockerProvider(type: DockerType, config: Config): Provider {
    const { schema, computed, deleteFirst } = type;
    return {
        effects: "remote",
        openInputs: [],
        check: inputs => check(schema, inputs),
        diff: (existing, inputs) => difference(schema, { ...existing.inputs, ...type.drifted?.(existing) }, inputs, deleteFirst),
        plan: (inputs, existing) => ({ ...promised(existing), ...inputs }),

        async create(_name, inputs, log, repeated): Promise<Created> {
            const { id, outputs } = await type.create(config, unwrapMap(inputs), log, repeated);
            return { id, outputs: { ...outputs, ...inputs, ...readBack(outputs), id, __meta: meta(type) } };
        },

        async update(existing, inputs): Promise<ValueMap> {
            const plain = { ...existing, inputs: unwrapMap(existing.inputs), outputs: unwrapMap(existing.outputs) };
            const outputs = await type.update(config, plain, unwrapMap(inputs));
            const left = Object.keys(existing.inputs).filter(name => inputs[name] === undefined && schema[name]?.kept !== true);
            // The CLI's note on how its outputs differ from Terraform's holds for no others.
            const stale = [...left, "__pulumi_raw_state_delta"];
            const before = Object.fromEntries(Object.entries(existing.outputs).filter(([name]) => !stale.includes(name)));
            return { ...before, ...outputs, ...inputs, ...readBack(outputs) };
        },

        remove: existing => type.remove(config, { ...existing, inputs: unwrapMap(existing.inputs), outputs: unwrapMap(existing.outputs) }),
    };

    function promised(existing: Existing | undefined): ValueMap {
        return existing?.outputs ?? Object.fromEntries(["id", ...computed].map((name): [string, Value] => [name, unknown]));
    }

    function readBack(outputs: ValueMap): ValueMap {
        return Object.fromEntries(Object.entries(outputs).filter(([name]) => type.readBack?.includes(name)));
    }
}

/** What the provider keeps beside its outputs: without it, it would take them for older than they are. */
function meta({ version, timed }: DockerType): string {
    const timeouts = Object.fromEntries(["create", "delete", "update"].map(name => [name, twentyMinutes]));
    return JSON.stringify({ ...(timed ? { [timeoutsKey]: timeouts } : {}), ...(version > 0 ? { schema_version: String(version) } : {}) });
}

function check(schema: Schema, inputs: ValueMap): Checked {
    const problems = problemsOf(schema, inputs);
    return problems.length > 0 ? { problems } : { inputs };
}
