import { heading } from "../changes/file-heading";
import type { FileChange } from "../changes/files";
import { count, list } from "../changes/formats";
import type { StackReview } from "./compare";
import { fenced, folded, html, plain } from "./markdown";
import { cut, sizeOf, split } from "./room";
import { isCut, sentenceText } from "./stack-lines";

/** One for each stack; more of them would fill the screen. */
const mostFolds = 8;

/** Lines of a diff, for each file and for each stack. */
const mostOfFile = 80;
const mostOfStack = 240;

const mostFiles = 40;

/** A line of a file, such as a dashboard's. */
const longestLine = 400;

/** Characters for a fold's own words, and for those of a file. */
const ownWords = 1_000;
const wordsOfFile = 300;

/** The stacks that have more to show than is seen at once. */
export function foldable(reviews: readonly StackReview[], each: number): readonly [shown: readonly StackReview[], rest: readonly StackReview[]] {
    const all = reviews.filter(review => review.files.length > 0 || isCut(review, each));
    return [all.slice(0, mostFolds), all.slice(mostFolds)];
}

/** One fold for each stack: each has its share of the room, and what one leaves is there for the next ones. */
export function folds(reviews: readonly StackReview[], each: number, characters: number): string[] {
    let left = characters;
    return reviews.flatMap((review, i) => {
        const lines = [...fold(review, each, Math.floor(left / (reviews.length - i)) - ownWords), ""];
        left -= sizeOf(lines);
        return lines;
    });
}

function fold(review: StackReview, each: number, room: number): string[] {
    const { stack, files, mask } = review;
    const [added, removed] = [files.reduce((sum, file) => sum + file.added, 0), files.reduce((sum, file) => sum + file.removed, 0)];
    const changed = files.length === 0 ? "all that changes" : `${count(files.length, "rendered file")}, +${String(added)} -${String(removed)}`;
    const told = isCut(review, each) ? [...sentences(review, room), ""] : [];
    return folded(`${html(cut(stack.title, 100))}: ${changed}`, [...told, ...diffs(files, mask, room - sizeOf(told))]);
}

/** All of them, before the files. */
function sentences({ sentences: all, mask, files }: StackReview, room: number): string[] {
    const [shown, rest] = split(all.map(sentence => `- ${sentenceText(sentence, mask)}`), { lines: Infinity, characters: files.length === 0 ? room : Math.floor(room / 2) });
    return rest.length === 0 ? shown : [...shown, `- and ${String(rest.length)} more, which \`npm run preview -- STACK\` tells`];
}

/** A whole file that is gone, or that nobody reads, as a dashboard's JSON or the ConfigMap that it is in: its name says enough. */
function isForMachines({ kind, path }: FileChange): boolean {
    return kind === "gone" || (kind === "new" && /\.json$|\/configmap-/.test(path));
}

function diffs(files: readonly FileChange[], mask: (text: string) => string, characters: number): string[] {
    const shown: string[] = [];
    let [lines, left] = [mostOfStack, characters];
    for (const [i, file] of files.entries()) {
        if (i === mostFiles || lines === 0 || left < 2 * wordsOfFile) {
            return [...shown, rest(files.slice(i))];
        }
        const [seen] = split(isForMachines(file) ? [] : file.lines.map(line => cut(mask(line), longestLine)), { lines: Math.min(mostOfFile, lines), characters: left - wordsOfFile });
        const block = diff(file, seen);
        shown.push(...block);
        lines -= seen.length;
        left -= sizeOf(block);
    }
    return shown;
}

function diff(file: FileChange, seen: readonly string[]): string[] {
    const left = isForMachines(file) ? 0 : file.lines.length - seen.length;
    const more = left === 0 ? [] : [`${count(left, "line")} more: \`npm run render -- STACK --out DIR\` writes the whole file.`, ""];
    return [`**${plain(heading(file))}**`, "", ...(seen.length === 0 ? [] : [...fenced("diff", seen), ""]), ...more];
}

function rest(files: readonly FileChange[]): string {
    const paths = plain(cut(list(files.map(({ path }) => path), 10), wordsOfFile));
    return `${count(files.length, "file")} more: ${paths}. \`npm run render -- STACK --out DIR\` writes them.`;
}
