import type { Change } from "./changes";
import type { PropertyPath } from "./property-path";
import type { Scrubber } from "./scrubber";
import type { Urn } from "./urn";
import type { ValueMap } from "./values";

/** What is done to a resource. A replacement shows as its two halves. */
export type Operation = "create" | "update" | "create-replacement" | "delete-replaced" | "delete" | "same";

export interface Step {
    readonly operation: Operation;
    readonly urn: Urn;
    readonly changes: readonly Change[];
    /** For a replacement: the changes that force it. */
    readonly because: readonly PropertyPath[];
    /** What the resource is created or updated with; what it was, for a deletion. */
    readonly inputs: ValueMap;
    /** Why the step runs although nothing changed: an earlier run did not finish it. */
    readonly repeated: boolean;
    /** A deletion that leaves what it stood for where it is. */
    readonly retained: boolean;
}

/** What a run tells of itself. */
export type Event =
    | { readonly kind: "started"; readonly step: Step }
    | { readonly kind: "finished"; readonly step: Step; readonly seconds: number }
    | { readonly kind: "failed"; readonly urn: Urn; readonly message: string }
    | { readonly kind: "skipped"; readonly urn: Urn; readonly reason: string }
    | { readonly kind: "line"; readonly urn: Urn; readonly text: string }
    | { readonly kind: "notice"; readonly text: string }
    /** An error that belongs to no resource: the program's own, or the state's. */
    | { readonly kind: "error"; readonly text: string };

export type Sink = (event: Event) => void;

/** The event without the secrets that its texts may quote. */
export function scrubbed(event: Event, scrubber: Scrubber): Event {
    switch (event.kind) {
        case "failed":
            return { ...event, message: scrubber.scrub(event.message) };
        case "line":
        case "error":
            return { ...event, text: scrubber.scrub(event.text) };
        case "started":
        case "finished":
        case "skipped":
        case "notice":
            return event;
    }
}

/** What a run came to, in numbers of resources. */
export interface Summary {
    readonly created: number;
    readonly updated: number;
    readonly replaced: number;
    readonly deleted: number;
    readonly same: number;
    readonly failed: number;
    readonly skipped: number;
}

const nothing: Summary = { created: 0, updated: 0, replaced: 0, deleted: 0, same: 0, failed: 0, skipped: 0 };

const counters: Record<Operation, keyof Summary | undefined> = {
    create: "created",
    update: "updated",
    "create-replacement": "replaced",
    "delete-replaced": undefined,
    delete: "deleted",
    same: "same",
};

/** Counts what it hears of. */
export class Tally {
    private readonly counts: Record<keyof Summary, number> = { ...nothing };
    private wrong = false;

    hear(event: Event): void {
        if (event.kind === "finished") {
            this.count(counters[event.step.operation]);
        } else if (event.kind === "failed" || event.kind === "skipped") {
            this.count(event.kind);
        }
        this.wrong ||= event.kind === "failed" || event.kind === "error" || event.kind === "skipped";
    }

    get summary(): Summary {
        return { ...this.counts };
    }

    /** Whether anything went wrong, so that the run as a whole failed. */
    get failed(): boolean {
        return this.wrong;
    }

    private count(counter: keyof Summary | undefined): void {
        if (counter !== undefined) {
            this.counts[counter] += 1;
        }
    }
}
