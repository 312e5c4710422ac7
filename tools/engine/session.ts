import { version as pulumiVersion } from "@pulumi/pulumi/package.json";
import { Display, type Mode } from "./display";
import { scrubbed, Tally } from "./events";
import { onInterrupt } from "./interrupt";
import { Monitor } from "./monitor";
import type { EngineOptions, Result } from "./options";
import { providerOf } from "./providers/registry";
import { Run, type Program } from "./run";
import { Scrubber } from "./scrubber";
import { stackOutputs } from "./stack-outputs";
import { openStore, type StateStore } from "./state-store";

/** Opens the state of a stack, and proves the passphrase by it. */
export function openState({ stateFile: file, passphrase, config: { salt } }: EngineOptions): Promise<StateStore> {
    return openStore({ file, passphrase, salt, version: `v${pulumiVersion}` });
}

/** Carries out one command from the opened state to the last line of its display. */
export async function execute(options: EngineOptions, mode: Mode): Promise<Result> {
    const store = await openState(options);
    const scrubber = scrubberFor(options);
    const display = new Display({ ...options, mode, write: line => options.log(scrubber.scrub(line)) });
    const tally = new Tally();
    const run = new Run({
        ...options,
        scrubber,
        providerOf,
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
    const forget = onInterrupt(run, text => {
        display.show({ kind: "notice", text });
    });
    try {
        await (mode === "destroy" ? run.destroy() : run.apply(programOf(options, mode)));
    } finally {
        forget();
    }
    const outputs = stackOutputs(run.resources);
    display.end(tally.summary, outputs);
    return { ok: !tally.failed, summary: tally.summary, outputs };
}

function scrubberFor({ config }: EngineOptions): Scrubber {
    const scrubber = new Scrubber();
    config.secretValues.forEach(secret => {
        scrubber.learn(secret);
    });
    return scrubber;
}

/** Pulumi's runtime takes its time to load, so it is loaded where a program runs and not for the rest. */
function programOf(options: EngineOptions, mode: Mode): Program {
    const { project, stack } = options;
    const { values, secretKeys } = options.config;
    return async registrar => {
        const { runProgram } = await import("./program");
        return runProgram({ ...options, preview: mode === "preview", config: values, secretConfigKeys: secretKeys }, new Monitor(project, stack, registrar));
    };
}
