import { count, list } from "../changes/formats";
import type { StackReview } from "./compare";
import type { Finding } from "./findings";
import { folded, plain } from "./markdown";
import { cut, split, type Room } from "./room";

/** Findings that are told together. */
interface Kind {
    readonly stops: boolean;
    readonly word: string;
    readonly noun: string;
    /** Of those that are seen at once. */
    readonly room: Room;
}

const refusal: Kind = { stops: true, word: "**Refused**", noun: "refusal", room: { lines: 6, characters: 9_000 } };
const warning: Kind = { stops: false, word: "Warning", noun: "warning", room: { lines: 4, characters: 6_000 } };

/** Of those that are seen when they are opened. */
const opened: Room = { lines: 40, characters: 5_000 };

/** Of what was found, what is allowed, and what to do. */
const longest = 300;

/** Places that are named of those where the same was found. */
const mostPlaces = 4;

/** Above all else: why stacks are refused. */
export function refusals(reviews: readonly StackReview[]): string[] {
    return section(reviews, refusal);
}

/** What keeps no stack from being deployed. Of those that are no news, nothing is seen until they are opened. */
export function warnings(reviews: readonly StackReview[]): string[] {
    return section(reviews, warning);
}

function section(reviews: readonly StackReview[], kind: Kind): string[] {
    const all = reviews.flatMap(review => linesOf(review, kind));
    const texts = (isOld: boolean): string[] => all.filter(line => line.isOld === isOld).map(({ text }) => text);
    const [fresh, old] = [texts(false), texts(true)];
    const [seen, rest] = split(kind.stops ? [...fresh, ...old] : fresh, kind.room);
    const more = kind.stops ? rest : [...rest, ...old];
    const title = `${count(more.length, kind.noun)} ${seen.length < fresh.length ? "more" : "as before"}`;
    return all.length === 0 ? [] : [...seen, "", ...(more.length === 0 ? [] : [...fold(title, more), ""])];
}

interface Line {
    /** Whether it tells what was so before. */
    readonly isOld: boolean;
    readonly text: string;
}

function linesOf(review: StackReview, kind: Kind): Line[] {
    const findings = review.findings.filter(({ stops }) => stops === kind.stops);
    return grouped(findings).map(same => ({ isOld: same.finding.asBefore, text: line(kind, review, same) }));
}

function fold(title: string, lines: readonly string[]): string[] {
    const [shown, rest] = split(lines, opened);
    return folded(title, rest.length === 0 ? shown : [...shown, `- and ${String(rest.length)} more, which \`npm run review -- STACK --against COMMIT\` shows of one stack`]);
}

/** The same that was found in several places of a stack. */
interface Found {
    readonly finding: Finding;
    readonly places: readonly string[];
}

function grouped(findings: readonly Finding[]): Found[] {
    const groups = new Map<string, Found>();
    for (const finding of findings) {
        const key = JSON.stringify({ ...finding, where: "" });
        groups.set(key, { finding, places: [...(groups.get(key)?.places ?? []), finding.where] });
    }
    return [...groups.values()];
}

function line({ word }: Kind, { stack, mask }: StackReview, { finding, places }: Found): string {
    const { policy, found, allowed, fix, asBefore } = finding;
    const text = (words: string): string => plain(cut(mask(words), longest));
    const heading = [`${word}${asBefore ? " as before" : ""}`, plain(stack.title), text(list(places, mostPlaces)), ...(policy === null ? [] : [`policy ${policy.name}`])];
    return `- ${heading.join(", ")}: found ${text(found)}; allowed ${text(allowed)}. ${text(fix)}${policy === null ? "" : ` More: ${policy.page}`}`;
}
