import { changeLines, describePaths } from "./change-lines";
import type { Change } from "./changes";
import { isDefaultProvider } from "./deletions";
import type { Event, Operation, Step, Summary } from "./events";
import { holdsFiles } from "./file-texts";
import { elsewhere, inputLines } from "./input-lines";
import { formatPath } from "./property-path";
import { nameOf, typeOf, type Urn } from "./urn";

export type Mode = "up" | "preview" | "destroy";

export interface DisplayOptions {
    readonly mode: Mode;
    readonly stack: string;
    /** Whether every change is shown in full. */
    readonly diff?: boolean;
    /** Whether the files of a release are shown elsewhere, and not with the resource that brings them. */
    readonly filesApart?: boolean;
    readonly write: (line: string) => void;
}

interface Wording {
    readonly sign: string;
    readonly planned: string;
    readonly doing: string;
    readonly done: string;
}

const wordings: Record<Operation, Wording> = {
    create: { sign: "+ ", planned: "create", doing: "creating", done: "created" },
    update: { sign: "~ ", planned: "update", doing: "updating", done: "updated" },
    "create-replacement": { sign: "+-", planned: "replace", doing: "creating replacement", done: "created replacement" },
    "delete-replaced": { sign: "--", planned: "delete replaced", doing: "deleting replaced", done: "deleted replaced" },
    delete: { sign: "- ", planned: "delete", doing: "deleting", done: "deleted" },
    same: { sign: "  ", planned: "unchanged", doing: "", done: "unchanged" },
};

const titles: Record<Mode, string> = { up: "Updating", preview: "Previewing update", destroy: "Destroying" };

/** An operation that takes longer is announced before it is done. */
const announceAfter = 1_000;

/** Tells what a run does, line by line, in the manner of the Pulumi CLI. */
export class Display {
    private readonly announcements = new Map<Urn, NodeJS.Timeout>();
    private readonly problems: string[] = [];
    private readonly start = performance.now();

    constructor(private readonly options: DisplayOptions) {}

    begin({ fromBackup }: { readonly fromBackup: boolean }): void {
        this.write(`${titles[this.options.mode]} (${this.options.stack}) with the embedded engine:`);
        if (fromBackup) {
            this.write("    The state was not readable, so its backup is used: the last operation before it may be repeated.");
        }
    }

    show(event: Event): void {
        switch (event.kind) {
            case "started":
                this.announce(event.step);
                return;
            case "finished":
                this.finished(event.step, event.seconds);
                return;
            case "failed":
                this.settled(event.urn);
                this.write(` !! ${label(event.urn)} failed`);
                this.problems.push(`${label(event.urn)}:`, ...indented(`error: ${event.message.trimEnd()}`));
                return;
            case "skipped":
                this.write(` .. ${label(event.urn)} skipped: ${event.reason}`);
                return;
            case "line":
                this.write(`    ${nameOf(event.urn)}: ${event.text}`);
                return;
            case "notice":
                this.write(`    ${event.text}`);
                return;
            case "error":
                this.problems.push(...indented(event.text));
        }
    }

    end(summary: Summary, outputs: Readonly<Record<string, unknown>>): void {
        this.section("Diagnostics:", this.problems);
        this.section("Outputs:", this.options.mode === "destroy" ? [] : Object.entries(outputs).map(([name, value]) => `${name}: ${outputText(value)}`));
        this.section("Resources:", summaryLines(summary, this.options.mode));
        this.write(`Duration: ${((performance.now() - this.start) / 1000).toFixed(1)}s`);
    }

    private announce(step: Step): void {
        const { sign, doing } = wordings[step.operation];
        const timer = setTimeout(() => {
            this.write(` ${sign} ${label(step.urn)} ${doing}...`);
        }, announceAfter);
        timer.unref();
        this.announcements.set(step.urn, timer);
    }

    private settled(urn: Urn): void {
        clearTimeout(this.announcements.get(urn));
    }

    private finished(step: Step, seconds: number): void {
        this.settled(step.urn);
        if (step.operation === "same" || isDefaultProvider(step.urn)) {
            return;
        }
        const { sign, planned, done } = wordings[step.operation];
        const time = seconds >= 0.05 ? ` (${seconds.toFixed(1)}s)` : "";
        this.write(` ${sign} ${label(step.urn)} ${this.options.mode === "preview" ? planned : done}${time}${note(step)}`);
        if (this.options.diff === true) {
            detailLines(step, this.options.filesApart === true).forEach(line => {
                this.write(`      ${line}`);
            });
        }
    }

    private section(title: string, lines: readonly string[]): void {
        if (lines.length > 0) {
            this.write("");
            this.write(title);
            lines.forEach(line => {
                this.write(`    ${line}`);
            });
        }
    }

    private write(line: string): void {
        line.split("\n").forEach(this.options.write);
    }
}

/** A longer text is there for programs, not for reading it here. */
function outputText(value: unknown): string {
    const lines = typeof value === "string" ? value.trimEnd().split("\n") : [];
    return lines.length > 1 ? `${JSON.stringify(lines[0])} and ${String(lines.length - 1)} more lines` : JSON.stringify(value);
}

function label(urn: Urn): string {
    return `${typeOf(urn)} ${nameOf(urn)}`;
}

function indented(text: string): string[] {
    return text.split("\n").map(line => `  ${line}`);
}

function note(step: Step): string {
    if (step.repeated) {
        return " [repeated: an earlier run did not finish it]";
    }
    if (step.retained) {
        return " [retain]";
    }
    const changed = describePaths(step.changes.map(({ path }) => path));
    return changed === "" ? "" : ` [diff: ${changed}]`;
}

function detailLines(step: Step, filesApart: boolean): string[] {
    switch (step.operation) {
        case "create":
            return inputLines(step.inputs, filesApart ? holdsFiles : undefined);
        case "update":
        case "create-replacement":
            return changedLines(step, change => filesApart && bringsFiles(change, step));
        case "delete":
        case "delete-replaced":
        case "same":
            return [];
    }
}

function changedLines({ changes, because }: Step, isApart: (change: Change) => boolean): string[] {
    const names = changes.filter(isApart).map(({ path }) => formatPath(path.slice(0, 1)));
    const here = changes.filter(change => !isApart(change));
    return [...[...new Set(names)].map(name => `~ ${name}: ${elsewhere}`), ...here.flatMap(change => changeLines(change, because))];
}

function bringsFiles({ path }: Change, { inputs }: Step): boolean {
    const name = String(path[0]);
    return holdsFiles(name, inputs[name]);
}

function summaryLines(summary: Summary, mode: Mode): string[] {
    const word = (past: string, planned: string): string => (mode === "preview" ? `to ${planned}` : past);
    const counts: [string, number, string][] = [
        ["+ ", summary.created, word("created", "create")],
        ["~ ", summary.updated, word("updated", "update")],
        ["+-", summary.replaced, word("replaced", "replace")],
        ["- ", summary.deleted, word("deleted", "delete")],
        ["!!", summary.failed, "failed"],
        ["..", summary.skipped, "skipped"],
        ["  ", summary.same, "unchanged"],
    ];
    return counts.filter(([, count]) => count > 0).map(([sign, count, what]) => `${sign} ${String(count)} ${what}`);
}
