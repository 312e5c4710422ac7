import { beforeAll, describe, expect, it } from "vitest";
import { lastDeployed } from "../../../tools/commands/doctor/deployed";
import type { Engine } from "../../../tools/commands/engine";
import { readStack } from "../../../tools/commands/read-stack";
import { recordStack } from "../../../tools/commands/record-stack";

const outputs = { release: "abc.def", instances: { app: ["app-1:8000"] } };
const stack = readStack("examples/healthai-docker.yaml");
/** What was deployed before the stack file was edited. */
const before = { ...stack.model, name: "before" };
let state = "";

beforeAll(async () => {
    const resources = (await recordStack(stack)).map(({ type, urn, props }) => {
        const custom = !type.startsWith("evenkeel:") && !type.startsWith("pulumi:pulumi:");
        return { urn, type, custom, inputs: JSON.parse(JSON.stringify(props)) as unknown, outputs: type.endsWith("Target") ? { model: JSON.stringify(before) } : {} };
    });
    state = JSON.stringify({ version: 3, deployment: { resources } });
}, 60_000);

/** An engine that is only asked what it knows. */
function knowing(known: object | undefined, exported: string | undefined): Engine {
    const never = (): never => {
        throw new Error("It is only asked.");
    };
    return { preview: never, up: never, destroy: never, forget: never, drift: never, exportState: () => Promise.resolve(exported), outputs: () => Promise.resolve(known as Readonly<Record<string, unknown>> | undefined) };
}

describe("what was deployed last", () => {
    it("is what the state has, not what the stack file says since", async () => {
        expect(await lastDeployed(knowing(outputs, state), stack)).toEqual({ ...outputs, model: before });
    });

    it.each([["that is not there", undefined], ["that somebody has edited by hand", '{"version":3,"deployment":{"resources":7}}']])("is as the stack file has it, of a state %s", async (_, exported) => {
        expect(await lastDeployed(knowing(outputs, exported), stack)).toEqual({ ...outputs, model: stack.model });
    });

    it("is nothing where no `up` came to its end", async () => {
        expect(await lastDeployed(knowing(undefined, state), stack)).toBeUndefined();
        expect(await lastDeployed(knowing({}, state), stack)).toBeUndefined();
    });
});
