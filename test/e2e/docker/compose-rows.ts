import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** One thing that a compose file says: `services.nginx.ports` and `80:80`. */
export interface Row {
    readonly key: string;
    readonly value: string;
}

const seeds = join(__dirname, "../../../../shared/seeds");

/** Parts of a compose file that describe what runs; its `version` describes the file. */
const parts = ["services", "networks", "volumes"];

/** Every row of the compose file in seed 004; undefined where the seed is not at hand. */
export function seedRows(): readonly Row[] | undefined {
    const seed = existsSync(seeds) ? readdirSync(seeds).find(name => name.startsWith("004")) : undefined;
    if (seed === undefined) {
        return undefined;
    }
    const [, block] = /```yaml\n(version:[\s\S]*?)```/.exec(readFileSync(join(seeds, seed), "utf8")) ?? [];
    if (block === undefined) {
        throw new Error(`${seed} has no compose file in it.`);
    }
    const compose = parse(block) as Readonly<Record<string, unknown>>;
    return parts.flatMap(part => rowsOf(part, compose[part]));
}

/** A list gives a row for each item; but a health check's words are one command. */
function rowsOf(key: string, found: unknown): Row[] {
    if (Array.isArray(found)) {
        const items = found.map(String);
        return (key.endsWith(".test") ? [items.join(" ")] : items).map(value => ({ key, value }));
    }
    if (typeof found === "object" && found !== null) {
        return Object.entries(found).flatMap(([name, inner]) => rowsOf(`${key}.${name}`, inner));
    }
    return [{ key, value: String(found ?? "") }];
}
