import { expect, it } from "vitest";
import { environments, type Level } from "../../../components/config/policy-names";
import { rules } from "../../../policy/rules/rules";
import { linesOf } from "../../docs/pages";

const words: Readonly<Record<Level, RegExp>> = { mandatory: /stops$/, advisory: /warns$/, disabled: /not checked$/ };

/** Name and cells of every policy that the page has a row for. */
const rows = linesOf("docs/certificates.md").flatMap(({ text }) => {
    const [, first = "", , ...cells] = text.split("|").map(cell => cell.trim());
    const [, name] = /^\[`([a-z-]+)`\]/.exec(first) ?? [];
    return name === undefined ? [] : [{ name, cells }];
});

it("says of six policies what they ask for", () => {
    expect(rows).toHaveLength(6);
});

it.each(rows)("says how strictly $name is kept in each environment", ({ name, cells }) => {
    const rule = rules.find(rule => rule.name === name);
    const found = environments.map((environment, index) => {
        const level = rule?.levels[environment];
        return level !== undefined && words[level].test(cells[index] ?? "");
    });
    expect(found, cells.join(", ")).toEqual([true, true, true]);
});

it("says how many days a certificate has to have left", () => {
    const days = rows.find(({ name }) => name === "certificate-lifetime")?.cells.slice(0, environments.length).map(cell => Number(/^\d+/.exec(cell)?.[0]));
    const rule = rules.find(rule => rule.name === "certificate-lifetime");
    expect(days).toEqual(environments.map(environment => rule?.figures["minimumDays"]?.by[environment]));
});
