import * as pulumi from "@pulumi/pulumi";
import type { Goal } from "../../../tools/engine/goal";
import { Monitor, type Registrar } from "../../../tools/engine/monitor";
import type { Outcome } from "../../../tools/engine/registration";
import { nameOf } from "../../../tools/engine/urn";
import type { ValueMap } from "../../../tools/engine/values";

/** A resource as a program asked for it, with the names of others in the place of their URNs. */
export interface Recorded {
    readonly type: string;
    readonly parent: string | undefined;
    readonly after: readonly string[];
    /** What is secret stands in a marker. */
    readonly inputs: ValueMap;
    readonly replaceOnChanges: readonly string[];
    readonly ignoreChanges: readonly string[];
    readonly retainOnDelete: boolean;
}

/** Notes down what a program registers. It hears all of it, parents and dependencies included, which Pulumi's own mocks hide. */
export class Recorder implements Registrar {
    readonly resources = new Map<string, Recorded>();
    readonly outputs = new Map<string, ValueMap>();

    /** @param answers outputs of resources besides their inputs, by name. */
    constructor(private readonly answers: Readonly<Record<string, ValueMap>> = {}) {}

    /** Runs a program; once in a process, because Pulumi's runtime keeps its state for as long. */
    async run(program: () => void): Promise<void> {
        pulumi.runtime.setMockOptions(new Monitor("evenkeel", "test", this), "evenkeel", "test", false, "organization");
        await pulumi.runtime.runInPulumiStack(() => {
            program();
            return Promise.resolve({});
        });
        await pulumi.runtime.disconnect();
    }

    register(goal: Goal): Promise<Outcome> {
        this.resources.set(goal.name, {
            type: goal.type,
            parent: goal.parent && nameOf(goal.parent),
            after: goal.dependencies.map(nameOf),
            inputs: goal.inputs,
            replaceOnChanges: goal.replaceOnChanges,
            ignoreChanges: goal.ignoreChanges,
            retainOnDelete: goal.retainOnDelete,
        });
        return Promise.resolve({ result: "success", urn: goal.urn, id: goal.custom ? goal.name : "", outputs: { ...goal.inputs, ...this.answers[goal.name] } });
    }

    fail(goal: Pick<Goal, "urn" | "inputs">, error: unknown): Outcome {
        throw new Error(`${goal.urn} could not be read`, { cause: error });
    }

    registerOutputs(urn: string, outputs: ValueMap): void {
        this.outputs.set(nameOf(urn), outputs);
    }

    /** @throws when it was not registered. */
    named(name: string): Recorded {
        const found = this.resources.get(name);
        if (found === undefined) {
            throw new Error(`not registered: ${name}; there are ${[...this.resources.keys()].join(", ")}`);
        }
        return found;
    }
}
