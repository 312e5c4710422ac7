import type { Registered } from "../../policy/deployed/registered";
import type { Goal } from "./goal";
import { Monitor, type Registrar } from "./monitor";
import type { ProgramOptions } from "./program";
import { registered } from "./registered";
import type { Outcome } from "./registration";
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
        this.resources.push(registered(goal, goal.name));
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
