import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Failure } from "../../../tools/commands/failure";
import { findStack } from "../../../tools/commands/stack-argument";

describe("the stack that a command is about", () => {
    let folder = "";

    beforeAll(() => {
        folder = mkdtempSync(join(tmpdir(), "evenkeel-stack-"));
        writeFileSync(join(folder, "citadel-host.yaml"), "config: {}\n");
        writeFileSync(join(folder, "Pulumi.staging.yaml"), "config: {}\n");
        writeFileSync(join(folder, "my stack.yaml"), "config: {}\n");
    });

    afterAll(() => {
        rmSync(folder, { recursive: true });
    });

    it("is found by name in the project", () => {
        const stack = findStack("dev");
        expect(stack.name).toBe("dev");
        expect(basename(stack.file)).toBe("Pulumi.dev.yaml");
    });

    it("is found by path, and takes its name from the file", () => {
        const file = join(folder, "citadel-host.yaml");
        expect(findStack(file)).toEqual({ name: "citadel-host", file, argument: file });
        expect(findStack(join(folder, "Pulumi.staging.yaml")).name).toBe("staging");
    });

    it("is refused with the nearest name when there is none of that name", () => {
        expect(() => findStack("dve")).toThrow("There is no stack dve: the project has no file Pulumi.dve.yaml. Did you mean dev?");
    });

    it("is refused when there is no file at the path", () => {
        expect(() => findStack(join(folder, "absent.yaml"))).toThrow(/^There is no stack file .*absent\.yaml\. Check the path\.$/);
    });

    it("is refused when its file's name is no name for a stack", () => {
        expect(() => findStack(join(folder, "my stack.yaml"))).toThrow(Failure);
        expect(() => findStack(join(folder, "my stack.yaml"))).toThrow('"my stack" is none');
    });
});
