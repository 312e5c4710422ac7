import { randomUUID } from "node:crypto";
import { changesBetween } from "../../changes";
import { unwrap, Unknown, type ValueMap } from "../../values";
import { text, type Provider } from "../provider";
import { addressOf } from "./cluster-address";
import { settingsOf } from "./settings";

const texts = ["context", "kubeconfig", "namespace"];
const flags = ["enableConfigMapMutable", "enablePatchForce", "enableSecretMutable", "enableServerSideApply", "upsertExistingObjects"];

/** `pulumi:providers:kubernetes`: which cluster the resources that name it are on, and how they are written to it. */
export const kubernetesCluster: Provider = {
    effects: "none",
    openInputs: [],
    check: inputs => {
        const problems = Object.entries(inputs).flatMap(([name, value]) => problemsOf(name, unwrap(value)));
        return problems.length > 0 ? { problems } : { inputs };
    },
    diff: ({ inputs: before }, inputs) => {
        const changes = changesBetween(before, inputs);
        refuseAnotherCluster(before, inputs);
        return changes.length === 0 ? { kind: "same" } : { kind: "update", changes };
    },
    plan: inputs => outputsOf(inputs),
    create: (_name, inputs) => Promise.resolve({ id: randomUUID(), outputs: outputsOf(inputs) }),
    update: (_existing, inputs) => Promise.resolve(outputsOf(inputs)),
    remove: () => Promise.resolve(),
};

function problemsOf(name: string, value: unknown): string[] {
    if (name === "__internal" || name === "version" || value === null) {
        return [];
    }
    if (texts.includes(name)) {
        return typeof value === "string" ? [] : [`${name} has to be text${value instanceof Unknown ? " that is known before anything is made" : ""}.`];
    }
    if (name === "enableServerSideApply" && text(value as string) === "false") {
        return ["enableServerSideApply can't be switched off with the embedded engine. Install the Pulumi CLI, or leave it on."];
    }
    if (flags.includes(name)) {
        return ["true", "false", true, false].includes(value as string) ? [] : [`${name} has to be true or false.`];
    }
    return [`${name} is no input that the embedded engine knows. Install the Pulumi CLI, which knows every input, or leave it out.`];
}

/** The CLI makes everything anew on the other cluster and then deletes it from the first one. */
function refuseAnotherCluster(before: ValueMap, after: ValueMap): void {
    const [was, is] = [addressOf(settingsOf(before)), addressOf(settingsOf(after))];
    if (was !== undefined && is !== undefined && was !== is) {
        throw new Error(
            "The stack's objects are on another cluster than the one that is named now. The embedded engine does not move them: take the stack down while the first cluster is named, or give the other cluster a stack of its own. The Pulumi CLI makes everything on the new cluster and deletes it from the first.",
        );
    }
}

function outputsOf(inputs: ValueMap): ValueMap {
    return Object.fromEntries(Object.entries(inputs).filter(([name]) => name !== "__internal"));
}
