import { randomBytes } from "node:crypto";
import { changesBetween } from "../changes";
import { unknown, unwrap, type Value, type ValueMap } from "../values";
import { checkCommand } from "./command-inputs";
import { text, type Created, type Difference, type Existing, type Log, type Provider } from "./provider";
import { readConnection } from "./ssh-connection";
import type { RemoteCommand } from "./ssh-run";

/** What the last command of a resource printed. */
interface Printed {
    readonly stdout: Value;
    readonly stderr: Value;
}

/** `command:remote:Command`, as version 1.2.1 of its provider executes it. */
export const remoteCommand: Provider = {
    effects: "remote",
    openInputs: ["connection"],
    check: checkCommand,

    diff(existing, inputs): Difference {
        const changes = changesBetween(existing.inputs, inputs);
        const because = changes.map(({ path }) => path).filter(path => path[0] === "triggers");
        if (changes.length === 0) {
            return { kind: "same" };
        }
        return because.length > 0 ? { kind: "replace", changes, because } : { kind: "update", changes };
    },

    plan: inputs => ({ ...inputs, stdout: unknown, stderr: unknown }),

    async create(name, inputs, log): Promise<Created> {
        const printed = await run(inputs["create"], inputs, { stdout: "", stderr: "" }, log);
        return { id: name + randomBytes(4).toString("hex"), outputs: { ...inputs, ...printed } };
    },

    async update(existing, inputs, log): Promise<ValueMap> {
        const printed = await run(inputs["update"] ?? inputs["create"], inputs, printedBy(existing), log);
        return { ...inputs, ...printed };
    },

    async remove(existing, log): Promise<void> {
        await run(existing.inputs["delete"], existing.inputs, printedBy(existing), log);
    },
};

function printedBy({ outputs }: Existing): Printed {
    return { stdout: outputs["stdout"] ?? "", stderr: outputs["stderr"] ?? "" };
}

async function run(command: Value | undefined, inputs: ValueMap, before: Printed, log: Log): Promise<Printed> {
    if (command === undefined || command === null) {
        return before;
    }
    const remote = remoteCommandOf(text(unwrap(command)), inputs, before, log);
    const [{ dial }, { runRemotely }] = await Promise.all([import("./ssh-dial"), import("./ssh-run")]);
    const client = await dial(readConnection(inputs["connection"]), log);
    try {
        const result = await runRemotely(client, remote);
        if (result.failure !== undefined) {
            throw new Error(`${result.failure}: running ${JSON.stringify(remote.command)}:\n${result.output}`);
        }
        return { stdout: withoutLineEnd(result.stdout), stderr: withoutLineEnd(result.stderr) };
    } finally {
        client.end();
    }
}

function remoteCommandOf(command: string, inputs: ValueMap, before: Printed, log: Log): RemoteCommand {
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
