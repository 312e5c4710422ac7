import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quote } from "../../../../components/proxy/nginx/quote";
import type { Directive } from "../../../../policy/deployed/nginx/directive";
import { readDirectives } from "../../../../policy/deployed/nginx/read";

const golden = join(__dirname, "../../../golden/nginx");

/** A directive as it means, wherever it stands. */
interface Meaning {
    readonly name: string;
    readonly args: readonly string[];
    readonly block: readonly Meaning[] | undefined;
}

function meaning({ name, args, block }: Meaning): Meaning {
    return { name, args: [...args], block: block?.map(meaning) };
}

/** Every word in quotes, so that the text differs from what it was read from as much as it can. */
function print({ name, args, block }: Meaning): string {
    const words = [name, ...args].map(word => `"${word.replace(/["\\]/g, "\\$&")}"`).join("\n");
    return block === undefined ? `${words};` : `${words}{${block.map(print).join("")}}`;
}

function read(text: string): Directive[] {
    return readDirectives(text, "x.conf");
}

/** The files of a golden file. */
function parts(file: string): [string, string][] {
    return readFileSync(join(golden, file), "utf8").split(/^=== /m).slice(1).map(part => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n"))]);
}

describe.each(readdirSync(golden))("what the templates render: %s", file => {
    test.each(parts(file))("%s means the same when it is printed in other words", (_, text) => {
        const directives = read(text);
        expect(directives.length).toBeGreaterThan(0);
        expect(read(directives.map(print).join("")).map(meaning)).toEqual(directives.map(meaning));
    });
});

const word = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: fc.constantFrom('"', "'", "\\", "$", "{", "}", ";", "#", " ", "\n", "n", "t", "r", "a") }));

const directive = fc.letrec<{ directive: Meaning }>(tie => ({
    directive: fc.record({
        name: word,
        args: fc.array(word, { maxLength: 4 }),
        block: fc.option(fc.array(tie("directive"), { maxLength: 4 }), { nil: undefined, depthSize: "small" }),
    }),
})).directive;

test("whatever is printed is read", () => {
    fc.assert(fc.property(fc.array(directive), directives => {
        expect(read(directives.map(print).join("\n")).map(meaning)).toEqual(directives.map(meaning));
    }));
});

test("every text that a template may print is read as what it was", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 200 }).filter(isPrintable), text => {
        expect(read(`a ${quote("text", text)};`)[0]?.args).toEqual([text]);
    }));
});

function isPrintable(text: string): boolean {
    try {
        quote("text", text);
        return true;
    } catch {
        return false;
    }
}
