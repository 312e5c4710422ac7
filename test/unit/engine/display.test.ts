import { describe, expect, test } from "vitest";
import { changeLines, lineDiff } from "../../../tools/engine/change-lines";
import { changesBetween } from "../../../tools/engine/changes";
import { Display, type Mode } from "../../../tools/engine/display";
import type { Event, Operation, Step } from "../../../tools/engine/events";
import { inputLines } from "../../../tools/engine/input-lines";
import { Scrubber } from "../../../tools/engine/scrubber";
import { Secret, unknown, type ValueMap } from "../../../tools/engine/values";

const urn = "urn:pulumi:test::evenkeel::evenkeel:host:Host$command:remote:Command::lb-release";

function diff(before: ValueMap, after: ValueMap, because: string[] = []): string[] {
    return changesBetween(before, after).flatMap(change => changeLines(change, because.map(name => [name])));
}

describe("a change for people", () => {
    const cases: [string, ValueMap, ValueMap, string[]][] = [
        ["added", {}, { a: 1 }, ["+ a: 1"]],
        ["removed", { a: "x" }, {}, ['- a: "x"']],
        ["changed", { a: "x" }, { a: "y" }, ['~ a: "x" => "y"']],
        ["deep", { a: { b: [1, 2] } }, { a: { b: [1, 3] } }, ["~ a.b[1]: 2 => 3"]],
        ["not known yet", { a: "x" }, { a: unknown }, ['~ a: "x" => [known after up]']],
        ["secret", { a: new Secret("MARKER") }, { a: new Secret("MARKER2") }, ["~ a: [secret] => [secret]"]],
        ["in a secret", { a: new Secret({ b: 1 }) }, { a: new Secret({ b: 2 }) }, ["~ a.b: [secret] => [secret]"]],
        ["with a secret inside", {}, { a: { b: new Secret("MARKER") } }, ["+ a: { b: [secret] }"]],
        ["no longer secret", { a: new Secret("x") }, { a: "x" }, ["~ a: [secret] => [secret]"]],
    ];
    test.each(cases)("%s", (_name, before, after, lines) => {
        expect(diff(before, after)).toEqual(lines);
    });

    test("names what forces a replacement", () => {
        expect(diff({ a: 1, b: 1 }, { a: 2, b: 2 }, ["b"])).toEqual(["~ a: 1 => 2", "~ b (forces replacement): 1 => 2"]);
    });

    test("a text of several lines shows its changed lines and what is around them", () => {
        const numbered = (changed: string): string => Array.from({ length: 20 }, (_, index) => (index === 9 ? changed : `line ${String(index + 1)}`)).join("\n");
        expect(diff({ stdin: numbered("old") }, { stdin: numbered("new") })).toEqual([
            "~ stdin:",
            "    @@ line 7 => 7 @@",
            "      line 7",
            "      line 8",
            "      line 9",
            "    - old",
            "    + new",
            "      line 11",
            "      line 12",
            "      line 13",
        ]);
    });

    test("an added server is one added line", () => {
        expect(lineDiff("up {\n  server a;\n}\n", "up {\n  server a;\n  server b;\n}\n").filter(line => /^[+-]/.test(line))).toEqual(["+   server b;"]);
    });
});

test("files that are shown elsewhere are not shown with the resource that brings them", () => {
    const lines: string[] = [];
    const display = new Display({ mode: "preview", stack: "test", diff: true, filesApart: true, write: line => lines.push(line) });
    const bundle = (body: string): ValueMap => ({ stdin: `@@ 0644 nginx/nginx.conf\n${body}\n@@ end 00\n`, update: body });
    const [before, after] = [bundle("one"), bundle("two")];
    const map = { data: { "nginx__nginx.conf": "one\n" }, kind: "ConfigMap" };
    const step = { urn, because: [], repeated: false, retained: false };
    display.show({ kind: "finished", step: { ...step, operation: "update", changes: changesBetween(before, after), inputs: after }, seconds: 0 });
    display.show({ kind: "finished", step: { ...step, operation: "create", changes: [], inputs: map }, seconds: 0 });
    expect(lines.filter(line => line.startsWith("      "))).toEqual(["      ~ stdin: see Files", '      ~ update: "one" => "two"', "      data: see Files", '      kind: "ConfigMap"']);
});

test("inputs of what is created are shown without secrets", () => {
    expect(inputLines({ b: new Secret("MARKER"), a: "one\ntwo\n", c: { d: [new Secret("MARKER")] } })).toEqual(["a:", "    one", "    two", "b: [secret]", "c:", "    d: [[secret]]"]);
});

test.each([
    [4, ["a:", "    1", "    2", "    3", "    4"]],
    [5, ["a:", "    1", "    2", "    3", "    ... 2 more lines"]],
])("of a text of %i lines in what is created, the beginning is enough", (count, shown) => {
    const text = Array.from({ length: count }, (_, i) => `${String(i + 1)}\n`).join("");
    expect(inputLines({ a: text })).toEqual(shown);
});

describe("what a run tells", () => {
    const step = (operation: Operation): Step => ({ operation, urn, changes: changesBetween({ a: 1 }, { a: 2 }), because: [], inputs: {}, repeated: false, retained: false });

    function show(mode: Mode, events: readonly Event[], full = false): string[] {
        const lines: string[] = [];
        const display = new Display({ mode, stack: "test", diff: full, write: line => lines.push(line) });
        display.begin({ fromBackup: false });
        events.forEach(event => {
            display.show(event);
        });
        display.end({ created: 0, updated: 1, replaced: 0, deleted: 0, same: 2, failed: 1, skipped: 0 }, { url: "http://x" });
        return lines.filter(line => !line.startsWith("Duration"));
    }

    test("an update", () => {
        const events: Event[] = [
            { kind: "finished", step: step("same"), seconds: 0 },
            { kind: "finished", step: step("update"), seconds: 1.26 },
            { kind: "failed", urn, message: "Process exited with status 1:\nnginx: [emerg]\n" },
        ];
        expect(show("up", events)).toEqual([
            "Updating (test) with the embedded engine:",
            " ~  command:remote:Command lb-release updated (1.3s) [diff: a]",
            " !! command:remote:Command lb-release failed",
            "",
            "Diagnostics:",
            "    command:remote:Command lb-release:",
            "      error: Process exited with status 1:",
            "      nginx: [emerg]",
            "",
            "Outputs:",
            '    url: "http://x"',
            "",
            "Resources:",
            "    ~  1 updated",
            "    !! 1 failed",
            "       2 unchanged",
        ]);
    });

    test("a preview in full", () => {
        const lines = show("preview", [{ kind: "finished", step: step("create-replacement"), seconds: 0 }], true);
        expect(lines.slice(1, 3)).toEqual([" +- command:remote:Command lb-release replace [diff: a]", "      ~ a: 1 => 2"]);
        expect(lines).toContain("    ~  1 to update");
    });
});

describe("the scrubber", () => {
    test("takes out secrets, their long lines, and their quoted forms", () => {
        const scrubber = new Scrubber();
        scrubber.learn("first line that is long\nshort\nanother line that is long\n");
        expect(scrubber.scrub("it says: another line that is long!")).toBe("it says: [secret]!");
        expect(scrubber.scrub('running "first line that is long\\nshort\\nanother line that is long\\n"')).toBe('running "[secret]"');
        expect(scrubber.scrub("a short story")).toBe("a short story");
    });

    test("leaves the open parts of a secret, but not those that are marked by themselves", () => {
        const scrubber = new Scrubber();
        scrubber.learnFrom({ connection: new Secret({ host: "10.20.30.40", privateKey: new Secret("MARKER-key") }), stdin: new Secret("MARKER-in") }, ["connection"]);
        expect(scrubber.scrub("10.20.30.40 MARKER-key MARKER-in")).toBe("10.20.30.40 [secret] [secret]");
    });

    test("takes out everything in an object that is secret as a whole", () => {
        const scrubber = new Scrubber();
        scrubber.learnFrom({ environment: new Secret({ TOKEN: "MARKER-token" }) });
        expect(scrubber.scrub("MARKER-token")).toBe("[secret]");
    });
});
