import { unknown as unknownProp, type Prop, type Props, type Registered } from "../../policy/deployed/registered";
import type { Goal } from "./goal";
import { Monitor, type Registrar } from "./monitor";
import type { ProgramOptions } from "./program";
import type { Outcome } from "./registration";
import { isList, isMap, Secret, Unknown, type Value, type ValueMap } from "./values";
import { withoutKnowledge } from "./wire";

/** What a program registers, and the errors it ends with. */
export interface Recording {
    readonly resources: readonly Registered[];
    readonly errors: readonly string[];
}

/** Runs a program as a preview of a stack that is not there yet, with no provider, and notes down what it registers. */
export async function record(options: Omit<ProgramOptions, "preview">): Promise<Recording> {
    const recorder = new Recorder();
    const { runProgram } = await import("./program");
    const errors = await runProgram({ ...options, preview: true }, new Monitor(options.project, options.stack, recorder));
    return { resources: recorder.resources, errors: [...recorder.errors, ...errors] };
}

class Recorder implements Registrar {
    readonly resources: Registered[] = [];
    readonly errors: string[] = [];

    /** What a provider would add to the inputs stays unknown. */
    register(goal: Goal): Promise<Outcome> {
        this.resources.push(registered(goal));
        return Promise.resolve({ result: "success", urn: goal.urn, id: "", outputs: goal.inputs });
    }

    fail({ urn, inputs }: Pick<Goal, "urn" | "inputs">, error: unknown): Outcome {
        this.errors.push(error instanceof Error ? error.message : String(error));
        return { result: "failed", urn, id: "", outputs: withoutKnowledge(inputs) };
    }

    registerOutputs(): void {
        // Outputs are for those who use the stack.
    }
}

function registered({ type, name, urn, inputs, parent, protect, retainOnDelete }: Goal): Registered {
    return { type, name, urn, props: openMap(inputs), parent, protect, retainOnDelete };
}

function openMap(map: ValueMap): Props {
    return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, open(value)]));
}

function open(value: Value): Prop {
    if (value instanceof Secret) {
        return open(value.value);
    }
    if (value instanceof Unknown) {
        return unknownProp;
    }
    if (isList(value)) {
        return value.map(open);
    }
    return isMap(value) ? openMap(value) : value;
}
