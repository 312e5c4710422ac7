import { randomBytes } from "node:crypto";
import { changesBetween } from "../changes";
import { unknown, unwrap, type Value, type ValueMap } from "../values";
import { text, type Created, type Difference, type Existing, type Log, type Provider } from "./provider";

/** What the last command of a resource printed. */
interface Printed {
    readonly stdout: Value;
    readonly stderr: Value;
}

/** A command as either kind of it runs. */
export interface Command {
    readonly command: string;
    readonly stdin: string;
    /** What the last one printed, where the resource asks for it. */
    readonly environment: Readonly<Record<string, string>>;
    readonly onStdout: (text: string) => void;
    readonly onStderr: (text: string) => void;
}

export interface CommandResult {
    readonly stdout: string;
    readonly stderr: string;
    /** Both, as they came. */
    readonly output: string;
    /** undefined: the command ended well; otherwise how it ended, in the provider's words. */
    readonly failure: string | undefined;
}

export interface CommandKind extends Pick<Provider, "check" | "openInputs"> {
    run(command: Command, inputs: ValueMap, log: Log): Promise<CommandResult>;
}

/** A `Command` of version 1.2.1 of the command provider, whichever side it runs on. */
export function commandProvider({ check, openInputs, run }: CommandKind): Provider {
    const perform = async (command: Value | undefined, inputs: ValueMap, before: Printed, log: Log): Promise<Printed> => {
        if (command === undefined || command === null) {
            return before;
        }
        const wanted = commandOf(text(unwrap(command)), inputs, before, log);
        const result = await run(wanted, inputs, log);
        if (result.failure !== undefined) {
            throw new Error(`${result.failure}: running ${JSON.stringify(wanted.command)}:\n${result.output}`);
        }
        return { stdout: withoutLineEnd(result.stdout), stderr: withoutLineEnd(result.stderr) };
    };
    return {
        effects: "remote",
        openInputs,
        check,
        diff,
        plan: inputs => ({ ...inputs, stdout: unknown, stderr: unknown }),

        async create(name, inputs, log): Promise<Created> {
            const printed = await perform(inputs["create"], inputs, { stdout: "", stderr: "" }, log);
            return { id: name + randomBytes(4).toString("hex"), outputs: { ...inputs, ...printed } };
        },

        async update(existing, inputs, log): Promise<ValueMap> {
            const printed = await perform(inputs["update"] ?? inputs["create"], inputs, printedBy(existing), log);
            return { ...inputs, ...printed };
        },

        async remove(existing, log): Promise<void> {
            await perform(existing.inputs["delete"], existing.inputs, printedBy(existing), log);
        },
    };
}

function diff(existing: Existing, inputs: ValueMap): Difference {
    const changes = changesBetween(existing.inputs, inputs);
    const because = changes.map(({ path }) => path).filter(path => path[0] === "triggers");
    if (changes.length === 0) {
        return { kind: "same" };
    }
    return because.length > 0 ? { kind: "replace", changes, because } : { kind: "update", changes };
}

function printedBy({ outputs }: Existing): Printed {
    return { stdout: outputs["stdout"] ?? "", stderr: outputs["stderr"] ?? "" };
}

function commandOf(command: string, inputs: ValueMap, before: Printed, log: Log): Command {
    const logging = inputs["logging"] ?? "stdoutAndStderr";
    const passes = inputs["addPreviousOutputInEnv"] !== false;
    const previous = passes ? { PULUMI_COMMAND_STDOUT: text(unwrap(before.stdout)), PULUMI_COMMAND_STDERR: text(unwrap(before.stderr)) } : {};
    const lines = (wanted: boolean) => (printed: string) => {
        if (wanted) {
            printed.trimEnd().split("\n").forEach(log);
        }
    };
    return {
        command,
        stdin: text(unwrap(inputs["stdin"] ?? "")),
        environment: Object.fromEntries(Object.entries(previous).filter(([, value]) => value !== "")),
        onStdout: lines(logging === "stdout" || logging === "stdoutAndStderr"),
        onStderr: lines(logging === "stderr" || logging === "stdoutAndStderr"),
    };
}

function withoutLineEnd(printed: string): string {
    return printed.endsWith("\n") ? printed.slice(0, -1) : printed;
}
