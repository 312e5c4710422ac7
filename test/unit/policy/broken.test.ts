import { describe, expect, it } from "vitest";
import { deployed } from "../../../policy/deployed/deployed-from";
import { figuresOf } from "../../../policy/judge";
import { rules } from "../../../policy/rules/rules";
import { fixtures } from "./fixtures/fixtures";
import type { Fixture } from "./fixtures/fixture";
import { appliesTo } from "./fixtures/applies-to";
import { baseOf, registeredBy } from "./stacks";

const cases = fixtures.map(fixture => [fixture.rule, fixture.on, fixture.broken, fixture] as const);

describe("a rule catches", () => {
    it.each(cases)("%s on %s: %s", async (_rule, _on, _broken, fixture) => {
        const found = await findingsOf(fixture);
        expect(found).toContainEqual(typeof fixture.finds === "string" ? fixture.finds : expect.stringMatching(fixture.finds));
    });
});

it.each(rules)("$name has something broken on every target that it applies to", ({ name }) => {
    const targets = fixtures.filter(({ rule }) => rule === name).map(({ on }) => on);
    expect([...new Set(targets)].sort()).toEqual([...appliesTo[name]].sort());
});

async function findingsOf({ rule: name, on, change, view, figures }: Fixture): Promise<readonly string[]> {
    const seen = deployed(change(await registeredBy(baseOf[on])));
    const rule = rules.find(each => each.name === name);
    if (seen === undefined || rule === undefined) {
        throw new Error(`There is nothing that ${name} could judge.`);
    }
    return rule.check(view?.(seen) ?? seen, { ...figuresOf(rule, "production"), ...figures }).map(({ where, found }) => `${where}: ${found}`);
}
