import { randomUUID } from "node:crypto";
import { changesBetween } from "../../changes";
import type { ValueMap } from "../../values";
import type { Provider } from "../provider";
import { problemsOf, type Fields } from "./schema";

const fields: Fields = { host: { shape: "text" }, version: { shape: "text" }, __internal: { shape: { one: {} } } };

/** `pulumi:providers:docker`: which engine the resources that name it are on. */
export const dockerEngine: Provider = {
    effects: "none",
    openInputs: [],
    check: inputs => {
        const problems = problemsOf(fields, inputs);
        return problems.length > 0 ? { problems } : { inputs };
    },
    diff: (existing, inputs) => {
        const changes = changesBetween(existing.inputs, inputs);
        return changes.length === 0 ? { kind: "same" } : { kind: "update", changes };
    },
    plan: inputs => outputsOf(inputs),
    create: (_name, inputs) => Promise.resolve({ id: randomUUID(), outputs: outputsOf(inputs) }),
    update: (_existing, inputs) => Promise.resolve(outputsOf(inputs)),
    remove: () => Promise.resolve(),
};

function outputsOf(inputs: ValueMap): ValueMap {
    return Object.fromEntries(Object.entries(inputs).filter(([name]) => name !== "__internal"));
}
