import { expect, it } from "vitest";
import { judge, termsOf } from "../../../policy/judge";
import { formatVerdicts } from "../../../policy/report";
import { modelOf, shippedStacks } from "../config/stack-files";
import { registeredBy, settingsIn } from "./stacks";

it.each(shippedStacks)("%s breaks no rule, neither as what it says it is nor in production", async file => {
    const model = modelOf(settingsIn(file));
    const resources = await registeredBy(file);
    expect(formatVerdicts(judge(resources, termsOf(model)))).toBe("");
    expect(formatVerdicts(judge(resources, { environment: "production", overrides: {} }))).toBe("");
});

it("knows the stack files that come with the product", () => {
    expect(shippedStacks).toEqual(expect.arrayContaining(["Pulumi.dev.yaml", "Pulumi.prod.yaml", "examples/citadel-host.yaml"]));
});
