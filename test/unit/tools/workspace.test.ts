import { expect, it } from "vitest";
import { saltIn, withSalt } from "../../../tools/commands/cli/workspace";

const stackFile = "config:\n  evenkeel:target: host\n";

it("keeps the salt that the CLI gave to the copy of a stack file", () => {
    const copy = withSalt(stackFile, "v1:abc=");
    expect(copy).toBe(`${stackFile}encryptionsalt: v1:abc=\n`);
    expect(saltIn(copy)).toBe("v1:abc=");
});

it("prefers a salt of the stack file's own", () => {
    expect(withSalt(`${stackFile}encryptionsalt: v1:own=\n`, "v1:abc=")).toBe(`${stackFile}encryptionsalt: v1:own=\n`);
});

it("leaves a stack file as it is while there is no salt", () => {
    expect(withSalt(stackFile, undefined)).toBe(stackFile);
});
