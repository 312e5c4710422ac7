import { expect, it } from "vitest";
import { judge } from "../../../policy/judge";
import { formatVerdicts } from "../../../policy/report";
import { modelOf } from "../config/stack-files";
import { registeredBy, settingsIn, stackFiles } from "./stacks";

it.each(stackFiles)("%s breaks no rule, neither as what it says it is nor in production", async file => {
    const { environment, policies } = modelOf(settingsIn(file));
    const resources = await registeredBy(file);
    expect(formatVerdicts(judge(resources, { environment, overrides: policies }))).toBe("");
    expect(formatVerdicts(judge(resources, { environment: "production", overrides: {} }))).toBe("");
});

it("knows the stack files that come with the product", () => {
    expect(stackFiles).toEqual(expect.arrayContaining(["Pulumi.dev.yaml", "Pulumi.prod.yaml", "examples/citadel-host.yaml"]));
});
