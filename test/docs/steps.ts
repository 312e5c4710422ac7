import { linesOf } from "./pages";
import type { Ground } from "./proofs";

/** What a page that is walked has its reader do, and what it shows of the answer. */
export type Step =
    | { readonly does: "write"; readonly file: string; readonly content: string }
    | { readonly does: "change"; readonly file: string; readonly from: string; readonly to: string }
    | { readonly does: "run"; readonly line: number; readonly command: string }
    /** Lines that the command before prints, in this order, others between them. */
    | { readonly does: "show"; readonly line: number; readonly lines: readonly string[] };

/** The page that is walked, and its section for each ground. */
export const walkedPage = "docs/start.md";
export const walkedSections = {
    dev: "On this machine",
    host: "On a host of yours",
    docker: "On a Docker engine",
    kubernetes: "On a Kubernetes cluster",
} as const satisfies Readonly<Record<Ground, string>>;

/** A file's content: a block that begins with its name. */
const fileName = /^# (Pulumi\.\w+\.yaml)\b/;
const change = /^In `([^`]+)`, change `([^`]+)` to `([^`]+)`/;

export function stepsOn(ground: Ground): readonly Step[] {
    const lines = linesOf(walkedPage);
    const first = lines.findIndex(({ text }) => text === `## ${walkedSections[ground]}`);
    const length = lines.slice(first + 1).findIndex(({ block, text }) => block === "prose" && text.startsWith("## "));
    const steps: Step[] = [];
    for (const { number, text, block } of lines.slice(first + 1, length === -1 ? undefined : first + 1 + length)) {
        const last = steps.at(-1);
        if (block === "yaml") {
            const [, file] = fileName.exec(text) ?? [];
            if (file !== undefined) {
                steps.push({ does: "write", file, content: "" });
            } else if (last?.does === "write") {
                steps.splice(-1, 1, { ...last, content: `${last.content}${text}\n` });
            }
        } else if (block === "sh" && text !== "") {
            steps.push({ does: "run", line: number, command: text.replace(/\s+# .*$/, "") });
        } else if (block === "prose" && change.test(text)) {
            const [, file = "", from = "", to = ""] = change.exec(text) ?? [];
            steps.push({ does: "change", file, from, to });
        } else if (block === "console") {
            const shown = text.trim() === "..." ? [] : [text];
            steps.push(...(last?.does === "show" ? [] : [{ does: "show", line: number, lines: shown } as const]));
            if (last?.does === "show") {
                steps.splice(-1, 1, { ...last, lines: [...last.lines, ...shown] });
            }
        }
    }
    return steps;
}

/** The lines that are not among those printed, in their order; figures, hashes, times and spaces may be others, `...` is anything. */
export function missingLines(shown: readonly string[], printed: string): readonly string[] {
    const left = printed.split("\n").map(comparable);
    return shown.filter(line => {
        const pattern = new RegExp(`^${comparable(line).split("...").map(escaped).join(".*")}$`);
        const at = left.findIndex(other => pattern.test(other));
        left.splice(0, at + 1);
        return at === -1;
    });
}

function comparable(line: string): string {
    // How long a step took is only said of those that took a while.
    return line.replace(/ \([\d.]+s\)/, "").replace(/\b[0-9a-f]{8,}\b/g, "0").replace(/\d+(\.\d+)?/g, "0").replace(/\s+/g, " ").trim();
}

/** Text as a regular expression of just that. */
export function escaped(text: string): string {
    return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
