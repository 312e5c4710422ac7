import type { Model } from "../../components/config/model";
import { rebuilt, type BuiltImages } from "./built-images";
import type { DeployedStack } from "./deployed-stack";
import { heading } from "./file-heading";
import { fileChanges, type FileChange } from "./files";
import { count, list } from "./formats";
import { otherVersion } from "./other-version";
import { masker } from "./masker";
import type { Files } from "./release-files";
import { secretChanges, type SecretPrints } from "./secret-changes";
import { summarize, type Sentence } from "./summary";
import { weights } from "./change";

/** A stack as it would be deployed. */
export interface Planned {
    readonly model: Model;
    readonly files: Files;
    readonly images: BuiltImages;
    /** undefined: they can't be read here. */
    readonly secretPrints: SecretPrints | undefined;
}

export interface ReportOptions {
    /** Whether to show the changed lines of every file. */
    readonly diff: boolean;
    readonly now: Date;
    /** How many resources the engine would make, change, replace or remove. */
    readonly changing: number;
}

/** Of a file that is new as a whole, this many lines give an idea of it. */
const mostOfNewFile = 40;

/** What a preview ends with: the files' changed lines, and what all of it comes to. */
export function previewReport(before: DeployedStack | undefined, planned: Planned, { diff, ...circumstances }: ReportOptions): string[] {
    const changes = before === undefined ? [] : changesByPlace(before, planned.files);
    const hide = masker([before?.model, planned.model]);
    const files = before === undefined ? newFiles(planned.files) : changes.flatMap(placeLines);
    const sentences = summaryOf(before, planned, changes, circumstances);
    return [...(diff ? section("Files:", files.length === 0 ? ["No file changes."] : files) : []), ...section("Summary:", sentences.flatMap(sentenceLines))].map(hide);
}

function section(title: string, lines: readonly string[]): string[] {
    return ["", title, ...lines.map(line => (line === "" ? "" : `    ${line}`))];
}

function sentenceLines({ text, risks }: Sentence): string[] {
    return [`${text}.`, ...risks.map(risk => `  ! ${risk}`)];
}

/** Places whose files change in the same way. */
interface PlaceChanges {
    /** Empty where there is one kind of place alone. */
    readonly names: readonly string[];
    readonly files: readonly FileChange[];
}

function changesByPlace({ places }: DeployedStack, after: Files): PlaceChanges[] {
    const groups = new Map<string, { names: string[]; files: Files }>();
    for (const { name, files } of places) {
        const key = JSON.stringify([...files]);
        groups.set(key, { names: [...(groups.get(key)?.names ?? []), name], files });
    }
    const several = groups.size > 1;
    return [...groups.values()].map(({ names, files }) => ({ names: several ? names : [], files: fileChanges(files, after) }));
}

function placeLines({ names, files }: PlaceChanges): string[] {
    const [where, indent] = names.length === 0 ? [[], ""] : [[`On ${list(names)}:`], "  "];
    return files.length === 0 ? [] : [...where, ...files.flatMap(file => fileLines(file).map(line => indent + line))];
}

function fileLines(file: FileChange): string[] {
    const most = file.kind === "new" ? mostOfNewFile : Infinity;
    const lines = file.kind === "gone" ? [] : file.lines.slice(0, most);
    const rest = file.kind === "gone" ? 0 : file.lines.length - lines.length;
    return [heading(file), ...lines.map(line => `  ${line}`), ...(rest === 0 ? [] : [`  ... and ${count(rest, "line")} more: \`npm run render\` writes all of them`])];
}

/** Nothing is deployed yet: their names and sizes say enough. */
function newFiles(files: Files): string[] {
    const [scripts, others] = [[...files].filter(([path]) => path.startsWith("scripts/")), [...files].filter(([path]) => !path.startsWith("scripts/"))];
    const lines = (texts: readonly (readonly [string, string])[]): string => count(texts.reduce((sum, [, text]) => sum + text.trimEnd().split("\n").length, 0), "line");
    const together = scripts.length === 0 ? [] : [`scripts/ (${count(scripts.length, "new file")}, ${lines(scripts)})`];
    return [...others.map(file => `${file[0]} (new, ${lines([file])})`), ...together];
}

function summaryOf(before: DeployedStack | undefined, planned: Planned, places: readonly PlaceChanges[], { now, changing }: Omit<ReportOptions, "diff">): Sentence[] {
    if (before !== undefined && before.model === undefined) {
        const why = before.release === undefined ? "no `up` has come to its end" : "an earlier version deployed them";
        return [plain(`the settings that are deployed are not known, because ${why}: the files alone tell what changes. ${filesThatChange(places)}`)];
    }
    const [model, left] = [before?.model, before === undefined ? [] : leftBehind(before)];
    const deployed = before?.places.find(({ name }) => !left.includes(name));
    const version = model === undefined || deployed === undefined ? [] : otherVersion(model, deployed.files);
    const sentences = summarize(model, planned.model, [...renewal(before, planned.model, now), ...secretsSetAnew(before, planned), ...builtAnew(before, planned), ...unfinished(left), ...version]);
    if (sentences.length > 0) {
        return sentences;
    }
    if (places.some(({ files }) => files.length > 0)) {
        return [plain(`No setting changes, but there are files that are not what an \`up\` leaves. ${filesThatChange(places)}`)];
    }
    return [plain(changing === 0 ? "Nothing changes" : `No setting and no file changes, but ${count(changing, "resource")} above ${changing === 1 ? "does" : "do"}: another version of evenkeel may make them otherwise, or an \`up\` did not come to its end`)];
}

/** Places with other files than those of the last `up` that came to its end. */
function leftBehind({ release, places }: DeployedStack): string[] {
    return places.filter(({ files }) => release !== undefined && (files.get("config/release")?.trim() ?? release) !== release).map(({ name }) => name);
}

function unfinished(left: readonly string[]): Sentence[] {
    return left.length === 0 ? [] : [plain(`${list(left)} ${left.length === 1 ? "has" : "have"} the files of an \`up\` that did not come to its end`)];
}

function builtAnew(before: DeployedStack | undefined, { model, images }: Planned): Sentence[] {
    return before?.model === undefined ? [] : rebuilt(before.model, before.images, model, images);
}

function filesThatChange(places: readonly PlaceChanges[]): string {
    const paths = [...new Set(places.flatMap(({ files }) => files.map(({ path }) => path)))];
    return paths.length === 0 ? "None does" : `${count(paths.length, "file")} ${paths.length === 1 ? "does" : "do"}: ${list(paths)}`;
}

/** The stack's own certificate, by its age alone. */
function renewal(before: DeployedStack | undefined, { tls }: Model, now: Date): Sentence[] {
    const certificate = before?.model?.tls.mode === "self-signed" && tls.mode === "self-signed" ? before.certificate : undefined;
    if (certificate === undefined || now < certificate.renewedFrom) {
        return [];
    }
    return [{ ...plain(`the stack's own certificate is renewed: it ends on ${certificate.until.toISOString().slice(0, 10)}`), weight: weights.certificate }];
}

function secretsSetAnew(before: DeployedStack | undefined, { secretPrints: now }: Planned): Sentence[] {
    if (before === undefined) {
        return [];
    }
    const old = before.secretPrints;
    if (old !== undefined && now !== undefined) {
        return secretChanges(old, now);
    }
    const why = now === undefined ? "they can't be read" : "what they were is not known";
    return Object.keys(old ?? now ?? {}).length === 0 ? [] : [plain(`whether secrets were set anew can't be told here, because ${why}: the resources above tell it`)];
}

function plain(text: string): Sentence {
    return { text, risks: [], weight: weights.ordinary };
}
