import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { contextHash } from "../../../components/targets/docker/build-context";

let context: string;

beforeEach(() => {
    context = mkdtempSync(join(tmpdir(), "evenkeel-context-"));
    write("Dockerfile", "FROM scratch\nCOPY . /\n");
    write("src/app.js", "serve()\n");
});

afterEach(() => {
    rmSync(context, { recursive: true });
});

function write(path: string, content: string): void {
    mkdirSync(join(context, path, ".."), { recursive: true });
    writeFileSync(join(context, path), content);
}

function hash(more: { readonly stage?: string; readonly args?: readonly { name: string; value: string }[]; readonly dockerfile?: string } = {}): string {
    return contextHash({ kind: "build", context, dockerfile: "Dockerfile", stage: null, args: [], ...more });
}

test("the same files have the same tag, wherever they lie and whenever they were written", () => {
    const first = hash();
    const other = mkdtempSync(join(tmpdir(), "evenkeel-context-"));
    mkdirSync(join(other, "src"));
    writeFileSync(join(other, "src/app.js"), "serve()\n");
    writeFileSync(join(other, "Dockerfile"), "FROM scratch\nCOPY . /\n");
    expect(contextHash({ kind: "build", context: other, dockerfile: "Dockerfile", stage: null, args: [] })).toBe(first);
    expect(first).toMatch(/^[0-9a-f]{12}$/);
    rmSync(other, { recursive: true });
});

test.each<readonly [string, () => void]>([
    ["a file's text", () => { write("src/app.js", "serve(2)\n"); }],
    ["another file", () => { write("src/more.js", ""); }],
    ["a file's name", () => { rmSync(join(context, "src/app.js")); write("src/main.js", "serve()\n"); }],
    ["that a file may be run", () => { chmodSync(join(context, "src/app.js"), 0o755); }],
    ["a link", () => { symlinkSync("app.js", join(context, "src/link.js")); }],
    ["the Dockerfile", () => { write("Dockerfile", "FROM scratch\nCOPY src /\n"); }],
])("%s makes another one", (_, change) => {
    const before = hash();
    change();
    expect(hash()).not.toBe(before);
});

test("so do the arguments and the stage of the build", () => {
    const all = [hash(), hash({ stage: "app" }), hash({ args: [{ name: "A", value: "1" }] }), hash({ args: [{ name: "A", value: "2" }] })];
    expect(new Set(all).size).toBe(all.length);
});

test("what the engine would not be sent makes no difference", () => {
    write(".dockerignore", "*.log\nnode_modules\n!keep.log\n");
    const before = hash();
    write("debug.log", "much\n");
    write("node_modules/left/index.js", "\n");
    expect(hash()).toBe(before);
    write("keep.log", "kept\n");
    expect(hash()).not.toBe(before);
});

test("a Dockerfile that is ignored still counts, because the build needs it", () => {
    write(".dockerignore", "Dockerfile\n");
    const before = hash();
    write("Dockerfile", "FROM scratch\n");
    expect(hash()).not.toBe(before);
});
