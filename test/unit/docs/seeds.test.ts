import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { policyNames } from "../../../components/config/policy-names";
import { elementsOfApplication, elementsOfTask, seed, type Elements } from "../../docs/seed-elements";
import { linesOf } from "../../docs/pages";

const page = "docs/seeds.md";
const settings = readFileSync("docs/settings.md", "utf8");
const [task, application] = [seed("000"), seed("004")];

/** Where the tables of mistakes begin, which have three columns, too. */
const lastPart = linesOf(page).find(({ text }) => text.startsWith("## What was wrong"))?.number ?? 0;

interface Row {
    readonly line: number;
    /** What the documents say, in their words. */
    readonly elements: readonly string[];
    readonly place: string;
}

/** The rows of the tables that say where something lives now. */
const rows: readonly Row[] = linesOf(page).flatMap(({ number, text }) => {
    const cells = text.split(/(?<!\\)\|/).slice(1, -1).map(cell => cell.trim().replaceAll("\\|", "|"));
    const [elements = "", place = ""] = cells;
    return cells.length === 3 && elements !== "element" && !elements.startsWith("---") && number < lastPart ? [{ line: number, elements: spansOf(elements), place }] : [];
});

function spansOf(cell: string): readonly string[] {
    return [...cell.matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span);
}

function expectAllNamed(elements: Elements): void {
    const named = new Set(rows.flatMap(row => row.elements));
    const missing = Object.entries(elements).flatMap(([kind, found]) => found.filter(element => !named.has(element)).map(element => `${kind}: ${element}`));
    expect(missing).toEqual([]);
}

describe("the table of what the first documents have", () => {
    it.skipIf(task === undefined)(`names every element of the task${task === undefined ? " (needs ../shared/seeds beside the project)" : ""}`, () => {
        expectAllNamed(elementsOfTask(task ?? ""));
    });

    it.skipIf(application === undefined)(`names every element of the application${application === undefined ? " (needs ../shared/seeds beside the project)" : ""}`, () => {
        expectAllNamed(elementsOfApplication(application ?? ""));
    });

    it.skipIf(task === undefined || application === undefined)("names nothing that they do not have", () => {
        const theirs = [elementsOfTask(task ?? ""), elementsOfApplication(application ?? "")].flatMap(elements => Object.values(elements).flat());
        expect(rows.flatMap(row => row.elements).filter(element => !theirs.includes(element))).toEqual([]);
    });

    it("says of each where it lives now", () => {
        expect(rows.length).toBeGreaterThan(100);
        expect(rows.filter(({ place }) => place === "").map(({ line }) => line)).toEqual([]);
    });

    it("names settings that there are", () => {
        const named = rows.flatMap(({ place }) => spansOf(place)).filter(span => /^(site|tls|defaults|services|nginx|host|docker|kubernetes|monitoring)\.\w/.test(span) && !span.endsWith(".conf"));
        const missing = named.filter(span => ![span, span.replace(/^services\.\w+/, "services.*"), span.replace(/^services\.\w+/, "defaults"), span.replace(/^services\.\w+$/, "services")].some(name => settings.includes(`\`${name}\``)));
        expect(missing.filter(span => !/^services\.\w+$/.test(span))).toEqual([]);
        expect(named.length).toBeGreaterThan(80);
    });

    it("names policies that there are", () => {
        const named = linesOf(page).flatMap(({ text }) => [...text.matchAll(/polic(?:y|ies) ((?:`[a-z-]+`(?: and )?)+)/g)].flatMap(([, names = ""]) => spansOf(names)));
        expect(named.filter(name => !policyNames.some(policy => policy === name))).toEqual([]);
        expect(named.length).toBeGreaterThan(4);
    });

    it("links to headings that there are", () => {
        const links = linesOf(page).flatMap(({ text }) => [...text.matchAll(/\]\(([\w./-]*\.md)?#([\w-]+)\)/g)].map(([, file, heading = ""]) => ({ file: join("docs", file ?? "seeds.md"), heading })));
        expect(links.filter(({ file, heading }) => !existsSync(file) || !headingsOf(file).includes(heading))).toEqual([]);
    });
});

function headingsOf(file: string): readonly string[] {
    return linesOf(file)
        .filter(({ block, text }) => block === "prose" && text.startsWith("#"))
        .map(({ text }) => text.replace(/^#+ /, "").toLowerCase().replace(/[^\w -]/g, "").replaceAll(" ", "-"));
}
