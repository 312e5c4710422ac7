import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Model } from "../../../components/config/model";
import { catalog } from "../../../components/config/reference/catalog";
import { settings } from "../../../components/config/settings/stack";
import { summarize } from "../../../tools/changes/summary";
import { edits, type Edit } from "./leaves";

const fixtures = join(__dirname, "../../fixtures/right");

/** Where a sentence calls a field by another name than the model; each is the stack file's own, or plain words. */
const otherNames: readonly (readonly [RegExp, RegExp])[] = [
    [/^name$/, /site\.name/],
    [/^target\.kind$/, /^target \w+ to \w+: everything is made anew/],
    [/\.httpPort$/, /site\.http /],
    [/\.httpsPort$/, /site\.https /],
    [/\.staticFiles\.(path|root)$/, /site\.static\./],
    [/^site\.headers\.\d+\.name$/, /site\.headers.* (set to|removed)/],
    [/^tls\.certificate$/, /certificate/],
    [/^tls\.mode$/, /tls\.mode/],
    [/^target\.nodes\.\d+\.(address|port)$/, /node .* (added|removed)/],
    [/^target\.pages\./, /docker\.monitoring\./],
    [/^target\.publishOn$/, /site\.listen/],
    [/^target\.exposure\.service$/, /kubernetes\.expose\.type/],
    [/^target\.exposure\.through\.kind$/, /kubernetes\.expose \w+ to \w+/],
    [/^target\.exposure\.annotations\.\d+\.(name|value)$/, /kubernetes\.expose\.annotations/],
    [/^target\.exposure\.through\.annotations\.\d+\.(name|value)$/, /kubernetes\.expose\.ingress\.annotations/],
    [/^target\.discovery\.by$/, /kubernetes\.monitoring\.discovery/],
    [/^target\.discovery\.from$/, /kubernetes\.monitoring\.namespace/],
    [/^target\.discovery\.labels\.\d+\.(name|value)$/, /kubernetes\.monitoring\.labels/],
    [/^paths\.(\w+)$/, /folder|directory|socket|pid file/],
    [/^services\.\d+\.name$/, /: new|: removed/],
    [/^services$/, /: removed/],
    [/\.routes\.\d+\.path$/, /new route|removed/],
    [/\.(instances|backup)\.\d+\.address$/, /added.*removed/],
    [/\.container\.image\.(kind|name)$/, /image|build/],
    [/\.(env|args|labels)\.\d+\.(name|value)$/, /(env|args|labels)/],
    [/\.(secrets|volumes|claims)\.\d+(\.name)?$/, /secrets|volumes/],
    [/\.container\.probe\.\d+$/, /health\.command/],
    [/\.container\.probe$/, /health\.command/],
    [/\.pods\.replicas$/, /instances/],
    [/\.pods\.backups$/, /backups?/],
    [/^site\.headers\.\d+\.value$/, /site\.headers/],
    [/\.routes$/, /route/],
    [/\.instances$/, /instance/],
    [/\.claims$/, /claims/],
    [/^target\.nodes$/, /node/],
];

describe.each(["full", "full-docker", "full-kubernetes"])("%s: whatever changes is told", name => {
    const before = JSON.parse(readFileSync(join(fixtures, `${name}.model.json`), "utf8")) as Model;
    const all = edits(before).filter(({ path }) => !isCounted(path, before) && !isModeAlone(path, before));

    test("there is something to tell of each value", () => {
        expect(all.length).toBeGreaterThan(100);
    });

    test("and the sentence names it", () => {
        const silent = all.filter(edit => !isNamed(edit, textOf(before, edit.edited as Model)));
        expect(silent.map(({ path, edited }) => [path, textOf(before, edited as Model)])).toEqual([]);
    });

    test("as the settings' page does", () => {
        const named = all.flatMap(({ edited }) => settingsNamed(textOf(before, edited as Model)));
        expect(named.length).toBeGreaterThan(50);
        expect(named.filter(name => !isSetting(name))).toEqual([]);
    });

    test("nothing where nothing changes", () => {
        expect(summarize(before, structuredClone(before))).toEqual([]);
    });
});

/** On a cluster one entry stands for all backups: whether it is there goes by their number. */
function isCounted(path: string, { target }: Model): boolean {
    return target.kind === "kubernetes" && /^services\.\d+\.(instances|backup)$/.test(path);
}

/** TLS is not switched on without what it consists of. */
function isModeAlone(path: string, { tls }: Model): boolean {
    return path === "tls.mode" && tls.mode === "off";
}

function isNamed({ path, key }: Edit, text: string): boolean {
    const expected = otherNames.find(([pattern]) => pattern.test(path))?.[1];
    return expected === undefined ? text.includes(/^\d+$/.test(key) ? (path.split(".").at(-2) ?? "") : key) : expected.test(text);
}

function textOf(before: Model, after: Model): string {
    return summarize(before, after)
        .map(({ text }) => text)
        .join("\n");
}

/** Dotted paths that begin with the name of a block, as `site.http` or `timeouts.read`; names of machines left out. */
function settingsNamed(text: string): string[] {
    return [...text.matchAll(/(?:^|[;:,] )([a-z][A-Za-z]*(?:\.[a-z][A-Za-z]*)+)(?=[ :])/gm)].flatMap(([, path]) => path ?? []).filter(path => !/\.comx?$/.test(path));
}

const known = catalog(settings).map(({ path }) => path.replace(/\[\]/g, "").replace(/\.\*/g, ""));
const blocks = ["", "services.", "services.routes.", "defaults.", "kubernetes.", "kubernetes.services."];

function isSetting(path: string): boolean {
    const parents = path.split(".").map((_, i, parts) => parts.slice(0, i + 1).join("."));
    return parents.some(parent => parent.includes(".") && blocks.some(block => known.includes(block + parent)));
}
