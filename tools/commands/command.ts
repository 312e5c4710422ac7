import { parseArgs } from "node:util";
import { exitCode, Failure, messageOf } from "./failure";
import { settleHome } from "./home";
import { onInterrupt } from "./interrupt";

export interface Flag {
    readonly name: string;
    readonly help: string;
    /** What has to follow the flag, as the help calls it; a flag without it stands alone. */
    readonly value?: string;
}

export interface Command {
    /** What follows `npm run`. */
    readonly name: string;
    readonly summary: string;
    readonly flags?: readonly Flag[];
    /** Set where it is about all stacks, or those that are named. */
    readonly stacks?: "several";
    run(invocation: Invocation): Promise<number>;
}

export interface Invocation {
    /** A stack's name or the path of a stack file, as typed. */
    readonly stack: string;
    /** All that were typed. */
    readonly stacks: readonly string[];
    readonly flags: ReadonlySet<string>;
    /** What followed those flags that want a value. */
    readonly values: ReadonlyMap<string, string>;
}

const defaultStack = "dev";

/** Runs a command as this process, from command line to exit code. */
export async function runCommand(command: Command): Promise<void> {
    settleHome();
    onInterrupt(command.name);
    process.exitCode = await outcome(command, process.argv.slice(2));
}

async function outcome(command: Command, args: readonly string[]): Promise<number> {
    try {
        const invocation = parse(command, args);
        if (invocation === "help") {
            console.log(helpText(command));
            return 0;
        }
        return await command.run(invocation);
    } catch (error) {
        if (error instanceof Failure) {
            console.error(error.message);
            return error.code;
        }
        console.error(process.env["EVENKEEL_DEBUG"] === undefined ? messageOf(error) : error);
        return exitCode.failed;
    }
}

/** Reads a command line; `help` when that is all it asks for. */
export function parse(command: Command, args: readonly string[]): Invocation | "help" {
    const { values, positionals } = readArguments(command, args);
    if (values["help"] === true) {
        return "help";
    }
    if (positionals.length > 1 && command.stacks === undefined) {
        throw refusal(command, `one stack at a time, not ${positionals.join(" ")}`);
    }
    const given = Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === "string");
    return { stack: positionals[0] ?? defaultStack, stacks: positionals, flags: new Set(Object.keys(values)), values: new Map(given) };
}

function readArguments(command: Command, args: readonly string[]): { values: Record<string, unknown>; positionals: string[] } {
    const flags = Object.fromEntries((command.flags ?? []).map(flag => [flag.name, { type: flag.value === undefined ? ("boolean" as const) : ("string" as const) }]));
    try {
        return parseArgs({ args: [...args], allowPositionals: true, options: { ...flags, help: { type: "boolean", short: "h" } } });
    } catch (error) {
        // Node adds advice on how to pass such a word all the same, which is none here.
        throw refusal(command, messageOf(error).replace(/\. To specify .*/s, ""));
    }
}

function refusal(command: Command, why: string): Failure {
    return new Failure(`npm run ${command.name}: ${why}\n\n${helpText(command)}`, exitCode.refused);
}

function helpText(command: Command): string {
    const flags = [...(command.flags ?? []).map(flag => ({ name: spelling(flag), help: flag.help })), { name: "help", help: "show this text" }];
    return [
        `Usage: ${usage(command)}`,
        "",
        command.summary,
        "",
        `  STACK      a stack's name (Pulumi.<name>.yaml) or the path of a stack file; ${command.stacks === undefined ? defaultStack : "all"} when not given`,
        ...flags.map(flag => `  --${flag.name.padEnd(8)} ${flag.help}`),
        "",
        "Environment:",
        "  EVENKEEL_HOME      folder for all local state; .evenkeel in the project when not set",
        "  EVENKEEL_ENGINE    cli or embedded: use that engine and no other",
        "  EVENKEEL_DEBUG     when set, an unexpected error is printed with its stack trace",
    ].join("\n");
}

/** Behind `--`, because npm takes every flag before it for one of its own. */
function usage({ name, stacks, flags = [] }: Command): string {
    return `npm run ${name} [-- [STACK${stacks === undefined ? "" : " ..."}]${flags.map(flag => ` [--${spelling(flag)}]`).join("")}]`;
}

function spelling({ name, value }: Flag): string {
    return value === undefined ? name : `${name} ${value}`;
}
