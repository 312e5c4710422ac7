import { expect, test } from "vitest";
import { covers, formatPath, parsePath, type PropertyPath } from "../../../tools/engine/property-path";

const paths: [string, PropertyPath][] = [
    ["a", ["a"]],
    ["a.b", ["a", "b"]],
    ["a[0].b", ["a", 0, "b"]],
    ["a[*]", ["a", "*"]],
    ['a["b.c"]', ["a", "b.c"]],
    ['["x \\"y\\""]', ['x "y"']],
];

test.each(paths)("%s is read", (text, path) => {
    expect(parsePath(text)).toEqual(path);
});

test.each(paths.filter(([text]) => !text.includes("*")))("%s is written as it was read", (_text, path) => {
    expect(parsePath(formatPath(path))).toEqual(path);
});

test.each(["", "a..b", "a[", "a[x]"])("%o is refused", text => {
    expect(() => parsePath(text)).toThrow("no property path");
});

const coverings: [string, string, boolean][] = [
    ["triggers[*]", "triggers[3]", true],
    ["triggers[*]", "triggers", false],
    ["triggers", "triggers[0].a", true],
    ["a.b", "a.c", false],
    ["*", "anything", true],
];

test.each(coverings)("%s over %s: %s", (pattern, path, expected) => {
    expect(covers(parsePath(pattern), parsePath(path))).toBe(expected);
});
