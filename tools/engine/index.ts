import { resolve } from "node:path";
import { version as pulumiVersion } from "@pulumi/pulumi/package.json";
import { Display, type Mode } from "./display";
import { scrubbed, Tally, type Summary } from "./events";
import { onInterrupt } from "./interrupt";
import { takeLock } from "./lock";
import type { ProgramOptions } from "./program";
import { Run } from "./run";
import { Scrubber } from "./scrubber";
import type { StackConfig } from "./stack-config";
import { stackOutputs } from "./stack-outputs";
import { openStore, type StateStore } from "./state-store";

export { readStackConfig, type StackConfig } from "./stack-config";
export { WrongPassphrase } from "./secrets";
export { Locked } from "./lock";
export type { Summary } from "./events";

export interface EngineOptions {
    /** The directory that the program runs in. */
    readonly projectDir: string;
    /** The program's main file; relative to the project's directory, or absolute. */
    readonly program: string;
    readonly project: string;
    readonly stack: string;
    readonly config: StackConfig;
    /** Where the stack's state lives; made where it does not exist. A lock and a backup lie beside it. */
    readonly stateFile: string;
    /** Encrypts the secrets of the state. */
    readonly passphrase: string;
    /** Takes the display, line by line, free of secrets. */
    readonly log: (line: string) => void;
    /** Whether every change is shown in full, texts as line diffs. */
    readonly diff?: boolean;
}

export interface Result {
    /** False where anything failed; the display has said what. */
    readonly ok: boolean;
    readonly summary: Summary;
    readonly outputs: Readonly<Record<string, unknown>>;
}

/**
 * Runs a Pulumi program without the Pulumi CLI. One `up` or `preview` in a process.
 *
 * @throws WrongPassphrase, Locked, or what keeps the state from being read; errors of resources are in the result.
 */
export interface Engine {
    up(): Promise<Result>;
    preview(): Promise<Result>;
    /** @param leaveUnreachable gives up what lies on hosts that can't be reached, in the place of failing. */
    destroy(leaveUnreachable?: boolean): Promise<Result>;
    outputs(): Promise<Result["outputs"]>;
}

export function createEngine(given: EngineOptions): Engine {
    const options = { ...given, stateFile: resolve(given.stateFile), projectDir: resolve(given.projectDir), program: resolve(given.projectDir, given.program) };
    return {
        up: () => locked(options, () => execute(options, "up")),
        preview: () => execute(options, "preview"),
        destroy: leaveUnreachable => locked(options, () => execute(options, "destroy", leaveUnreachable)),
        outputs: async () => stackOutputs((await open(options)).initial.resources),
    };
}

async function locked<T>({ stateFile }: EngineOptions, act: () => Promise<T>): Promise<T> {
    const release = takeLock(`${stateFile}.lock`);
    try {
        return await act();
    } finally {
        release();
    }
}

function open({ stateFile: file, passphrase, config: { salt } }: EngineOptions): Promise<StateStore> {
    return openStore({ file, passphrase, salt, version: `v${pulumiVersion}` });
}

async function execute(options: EngineOptions, mode: Mode, leaveUnreachable = false): Promise<Result> {
    const store = await open(options);
    const scrubber = new Scrubber();
    options.config.secretValues.forEach(secret => {
        scrubber.learn(secret);
    });
    const display = new Display({ ...options, mode, write: line => options.log(scrubber.scrub(line)) });
    const tally = new Tally();
    const run = new Run({
        ...options,
        scrubber,
        preview: mode === "preview",
        initial: store.initial,
        save: state => {
            store.save(state);
        },
        sink: event => {
            tally.hear(event);
            display.show(scrubbed(event, scrubber));
        },
    });
    display.begin(store);
    const forget = onInterrupt(run, text => display.show({ kind: "notice", text }));
    try {
        await (mode === "destroy" ? run.destroy(leaveUnreachable) : run.apply(programFor(options, mode)));
    } finally {
        forget();
    }
    const outputs = stackOutputs(run.ledger.all);
    display.end(tally.summary, outputs);
    return { ok: !tally.failed, summary: tally.summary, outputs };
}

function programFor(options: EngineOptions, mode: Mode): ProgramOptions {
    const { values, secretKeys } = options.config;
    return { ...options, preview: mode === "preview", config: values, secretConfigKeys: secretKeys };
}
