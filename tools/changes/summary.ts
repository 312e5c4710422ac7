import type { Model } from "../../components/config/model";
import { weights, type Change, type Subject, type Weight } from "./change";
import { list } from "./formats";
import { modelChanges } from "./model-changes";
import { description } from "./shapes/service";
import { siteUrl } from "../../components/targets/addresses";

/** One line of a summary. */
export interface Sentence {
    /** `app: 3 to 5 instances`, with a full stop only where it is more than one. */
    readonly text: string;
    /** What clients may feel of it: whole sentences. */
    readonly risks: readonly string[];
    readonly weight: Weight;
}

/**
 * What changes for those who run the site and those who use it, what matters most first; nothing changes without a sentence.
 * Secrets are no part of models, and values that look like some are not shown.
 *
 * @param before what is deployed; undefined: nothing.
 * @param others sentences that are no matter of the models.
 * @returns nothing where nothing changes.
 */
export function summarize(before: Model | undefined, after: Model, others: readonly Sentence[] = []): Sentence[] {
    if (before === undefined) {
        return [...newStack(after), ...others];
    }
    const lines = inOrder(modelChanges(before, after));
    const own = lines.map(line => sentence(line, after, lines.length + others.length === 1));
    return [...own, ...others].toSorted((a, b) => a.weight - b.weight);
}

function newStack(model: Model): Sentence[] {
    const { target, services } = model;
    const where = target.kind === "host" ? `the ${target.nodes.length === 1 ? "host" : "hosts"} ${list(target.nodes.map(({ address }) => address))}` : target.kind;
    return [
        { text: `a new stack on ${where}${model.site.hosts.length === 0 ? "" : `, at ${siteUrl(model, "")}`}`, risks: [], weight: weights.added },
        ...services.map(service => ({ text: `${service.name}: ${description(service)}`, risks: [], weight: weights.added })),
    ];
}

/** The same change of several subjects, said once; or the changes of one, said together. */
interface Line {
    readonly subjects: readonly Subject[];
    readonly changes: readonly Change[];
}

function inOrder(changes: readonly Change[]): Line[] {
    return bySubjects(sameForSeveral(unique(changes))).toSorted((a, b) => weightOf(a) - weightOf(b));
}

function weightOf({ changes }: Line): Weight {
    return changes.reduce<Weight>((least, { weight }) => (weight < least ? weight : least), weights.follows);
}

/** On a cluster a service's health check is also its pods' probe: said once. */
function unique(changes: readonly Change[]): Change[] {
    return [...new Map(changes.map(each => [`${each.subject.kind} ${each.subject.name}: ${each.text}`, each])).values()];
}

function sameForSeveral(changes: readonly Change[]): Line[] {
    const key = ({ subject, text, risk }: Change): string => [subject.kind, text, risk ?? ""].join("\n");
    return grouped(changes, key).map(same => ({ subjects: same.map(({ subject }) => subject), changes: same.slice(0, 1) }));
}

/** A stack's own changes stand alone. */
function bySubjects(lines: readonly Line[]): Line[] {
    const key = ({ subjects, changes }: Line): string => subjects.map(({ kind, name }) => (kind === "stack" ? ` ${changes[0]?.text ?? ""}` : name)).join("\n");
    return grouped(lines, key).map(same => ({ subjects: same[0]?.subjects ?? [], changes: same.flatMap(({ changes }) => changes) }));
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
    const groups = new Map<string, T[]>();
    items.forEach(item => groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]));
    return [...groups.values()];
}

function sentence(line: Line, model: Model, isOnly: boolean): Sentence {
    const ordered = line.changes.toSorted((a, b) => a.weight - b.weight);
    const isCounted = ({ weight }: Change): boolean => weight === weights.follows && weightOf(line) < weights.follows;
    const words = (changes: readonly Change[]): string => changes.map(({ text }) => text).join("; ");
    const follows = words(ordered.filter(isCounted));
    const said = words(ordered.filter(each => !isCounted(each))) + (isOnly ? "; nothing else changes" : "");
    const name = nameOf(line.subjects, model);
    return {
        text: `${name === "" ? "" : `${name}: `}${said}${follows === "" ? "" : ` (with it, ${follows})`}`,
        risks: [...new Set(ordered.flatMap(({ risk }) => risk ?? []))],
        weight: weightOf(line),
    };
}

function nameOf(subjects: readonly Subject[], { services }: Model): string {
    const [first] = subjects;
    if (first === undefined || first.kind === "stack") {
        return "";
    }
    const all = first.kind === "service" ? services.length : services.reduce((sum, { routes }) => sum + routes.length, 0);
    return subjects.length > 2 && subjects.length === all ? `all ${String(all)} ${first.kind}s` : list(subjects.map(({ name }) => name), 4);
}
