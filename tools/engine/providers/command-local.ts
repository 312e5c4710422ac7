import { isList, isMap, unwrap, type ValueMap } from "../values";
import { commandProvider } from "./command";
import { checkLocalCommand } from "./command-inputs";
import { runLocally } from "./local-run";
import { text } from "./provider";

const shell = ["/bin/sh", "-c"];

/** `command:local:Command`. */
export const localCommand = commandProvider({
    openInputs: [],
    check: checkLocalCommand,
    run: (command, inputs) => {
        const interpreter = textsOf(inputs, "interpreter");
        return runLocally({
            ...command,
            interpreter: interpreter.length > 0 ? interpreter : shell,
            environment: { ...variablesOf(inputs), ...command.environment },
            dir: text(unwrap(inputs["dir"] ?? "")) || undefined,
        });
    },
});

function textsOf(inputs: ValueMap, name: string): string[] {
    const list = unwrap(inputs[name] ?? []);
    return isList(list) ? list.map(text) : [];
}

function variablesOf(inputs: ValueMap): Record<string, string> {
    const map = unwrap(inputs["environment"] ?? {});
    return isMap(map) ? Object.fromEntries(Object.entries(map).map(([name, value]) => [name, text(value)])) : {};
}
