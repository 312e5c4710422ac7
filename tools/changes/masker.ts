import { isOrdinary, looksSecret, masked, maskedUrl } from "./secrecy";

/** A value that is not shown. */
interface Hidden {
    /** As the stack file calls it: `DB_PASSWORD`. */
    readonly name: string;
    readonly value: string;
    /** What is shown in its place. */
    readonly instead: string;
    /** Whether it is a word or a figure that stands in innocent places too. */
    readonly ordinary: boolean;
}

/**
 * A text without the values that may be secrets in some stack, wherever they stand in it; those that are ordinary words and
 * figures, which stand in innocent places too, only where they stand behind their name.
 */
export function masker(stacks: readonly unknown[]): (text: string) => string {
    return hiding(stacks.flatMap(found).flatMap(replacementsOf));
}

/** The same for what an engine prints of resources, where a value may stand far from its name: `~ env[3].value: "a" => "b"`. */
export function resourceMasker(stacks: readonly unknown[]): (text: string) => string {
    return hiding(stacks.flatMap(found).flatMap(each => [...replacementsOf(each), ...apart(each)]));
}

function hiding(replacements: readonly (readonly [string, string])[]): (text: string) => string {
    // What holds another one goes first, or its end would stay.
    const longestFirst = [...new Map(replacements)].sort(([a], [b]) => b.length - a.length);
    return text => longestFirst.reduce((rest, [value, instead]) => rest.replaceAll(value, instead), text);
}

/** In nginx's files, in YAML, in JSON, and in an environment. */
const betweenNameAndValue = [" ", ' "', ": ", ': "', '": "', "="];

function replacementsOf({ name, value, instead, ordinary }: Hidden): [string, string][] {
    return spellings(value).flatMap((text): [string, string][] =>
        ordinary ? betweenNameAndValue.map(between => [name + between + text, name + between + instead]) : [[text, instead]],
    );
}

function apart({ value, instead }: Hidden): [string, string][] {
    return spellings(value).flatMap(text => ["value: ", "=> "].map((before): [string, string] => [`${before}"${text}"`, `${before}"${instead}"`]));
}

/** Of a value's lines, those that are none of many: a key is printed line by line. */
const shortestLine = 16;

/** A value as it is, as it stands between quotes, and line by line. */
function spellings(value: string): string[] {
    const lines = value.split("\n").map(line => line.trim()).filter(line => line.length >= shortestLine && !line.startsWith("-----"));
    return [value, JSON.stringify(value).slice(1, -1), ...(value.includes("\n") ? lines : [])];
}

function found(value: unknown): Hidden[] {
    if (typeof value !== "object" || value === null) {
        return [];
    }
    return [...inPair(value), ...inMaps(value), ...webhookOf(value), ...Object.values(value).flatMap(found)];
}

/** As a model has them: `{ name: "DB_PASSWORD", value: ... }`. */
function inPair(pair: object): Hidden[] {
    const { name, value } = pair as Partial<Record<string, unknown>>;
    return typeof name === "string" ? hidden(name, value) : [];
}

/** As a stack file has them: `env: { DB_PASSWORD: ... }`. */
const maps = ["env", "args", "headers", "annotations", "labels"];

function inMaps(block: object): Hidden[] {
    return Object.entries(block).flatMap(([key, map]: [string, unknown]) =>
        maps.includes(key) && typeof map === "object" && map !== null ? Object.entries(map).flatMap(([name, value]) => hidden(name, value)) : [],
    );
}

function hidden(name: string, value: unknown): Hidden[] {
    return typeof value === "string" && value !== "" && looksSecret(name, value) ? [{ name, value, instead: masked, ordinary: isOrdinary(value) }] : [];
}

function webhookOf(block: object): Hidden[] {
    const { webhook } = block as Partial<Record<string, unknown>>;
    return typeof webhook === "string" && webhook !== "" ? [{ name: "webhook", value: webhook, instead: maskedUrl(webhook), ordinary: false }] : [];
}
