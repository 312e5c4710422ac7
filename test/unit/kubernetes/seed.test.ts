import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { KubernetesModel } from "../../../components/config/model";
import { kubernetesExamples } from "./examples";
import { objectsOf } from "./objects";
import { counterparts, differences } from "./seed-counterparts";
import { seedRows, type Row } from "./seed-rows";

const rows = seedRows();

/** `Service healthai-proxy spec.ports[0].port`, by object, place and value. */
function found(model: KubernetesModel, place: string): unknown {
    const [kind, name, ...path] = place.split(" ");
    const object = objectsOf(model).find(object => object.kind === kind && object.metadata.name === name);
    const steps = [...path.join(" ").matchAll(/\[([^\]]+)\]|([^.[\]]+)/g)].map(([, bracketed, plain]) => bracketed ?? plain ?? "");
    return steps.reduce<unknown>((value, step) => (value as Readonly<Record<string, unknown>> | undefined)?.[step], object);
}

/** Where a row of the seed stands in the examples, and what stands there. */
function expected({ key, value }: Row): { readonly place: string; readonly value: unknown } {
    const [kind = "", name = "", path = ""] = key.split(" ");
    const own = counterparts[`${kind} ${name}`] ?? `nothing for ${kind} ${name}`;
    const difference = differences[key];
    const at = difference?.at ?? path;
    return { place: at.includes(" ") ? at : `${own} ${at}`, value: difference === undefined ? value : difference.is };
}

describe.skipIf(rows === undefined)(`the manifests of seed 004${rows === undefined ? " (needs ../shared/seeds beside the project)" : ""}`, () => {
    describe.each([...kubernetesExamples])("in $name", ({ model }) => {
        it.each((rows ?? []).map(row => [`${row.key}: ${String(row.value)}`, row] as const))("have a counterpart of %s", (_, row) => {
            const { place, value } = expected(row);
            expect(found(model, place), place).toEqual(value);
        });
    });

    it("have rows for every difference, and objects for every counterpart", () => {
        const keys = (rows ?? []).map(({ key }) => key);
        expect(Object.keys(differences).filter(key => !keys.includes(key))).toEqual([]);
        expect(Object.keys(counterparts).filter(object => !keys.some(key => key.startsWith(`${object} `)))).toEqual([]);
    });

    it("differ where the examples say something else, and for a reason", () => {
        for (const { key, value } of rows ?? []) {
            const difference = differences[key];
            expect(difference === undefined || difference.at !== undefined || difference.is !== value, key).toBe(true);
            expect(difference?.because ?? "the same").not.toBe("");
        }
    });
});

it("the plain case is an example of fewer than 25 lines", () => {
    expect(readFileSync(join(__dirname, "../../../examples/healthai-kubernetes-plain.yaml"), "utf8").trimEnd().split("\n").length).toBeLessThan(25);
});
