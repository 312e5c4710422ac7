import { describe, expect, it } from "vitest";
import { parse, type Command } from "../../../tools/commands/command";
import { Failure } from "../../../tools/commands/failure";

const command: Command = {
    name: "preview",
    summary: "Shows what would change.",
    flags: [{ name: "diff", help: "line by line" }],
    run: () => Promise.resolve(0),
};

function failureOf(...args: string[]): Failure {
    try {
        parse(command, args);
    } catch (error) {
        if (error instanceof Failure) {
            return error;
        }
        throw error;
    }
    throw new Error("the command line was accepted");
}

describe("a command line", () => {
    it("is about the dev stack unless it names another", () => {
        expect(parse(command, [])).toEqual({ stack: "dev", stacks: [], flags: new Set(), values: new Map() });
        expect(parse(command, ["prod"])).toEqual({ stack: "prod", stacks: ["prod"], flags: new Set(), values: new Map() });
    });

    it("takes the command's own flags before and after the stack", () => {
        expect(parse(command, ["--diff", "prod"])).toEqual({ stack: "prod", stacks: ["prod"], flags: new Set(["diff"]), values: new Map() });
        expect(parse(command, ["prod", "--diff"])).toEqual({ stack: "prod", stacks: ["prod"], flags: new Set(["diff"]), values: new Map() });
    });

    it.each([["--help"], ["-h"], ["prod", "--help"]])("asks for help with %s", (...args) => {
        expect(parse(command, args)).toBe("help");
    });

    it("refuses an unknown flag with exit code 2, naming it and showing the usage", () => {
        const failure = failureOf("--bogus");
        expect(failure.code).toBe(2);
        expect(failure.message).toMatch(/^npm run preview: Unknown option '--bogus'\n\nUsage: npm run preview \[-- \[STACK\] \[--diff\]\]\n/);
    });

    it("refuses a value for a flag that takes none", () => {
        expect(failureOf("--diff=yes").code).toBe(2);
    });

    it("refuses two stacks", () => {
        const failure = failureOf("dev", "prod");
        expect(failure.code).toBe(2);
        expect(failure.message).toContain("one stack at a time, not dev prod");
    });
});
