import type { VariableModel } from "@grafana/schema";
import { dataSourceId } from "./provisioning";

/** What all pages of a stack have in common in the Grafana that shows them. */
export interface Frame {
    /** `uid` of their data source, or the variable that holds it. */
    readonly dataSource: string;
    readonly variables: readonly VariableModel[];
    /** Of these pages alone, which link to each other by them. */
    readonly tags: readonly string[];
    /** Before a page's own title; empty: nothing. */
    readonly titlePrefix: string;
    readonly idOf: (page: string) => string;
    /** Time between two readings, for `$__rate_interval`; null: as the data source has it. */
    readonly interval: string | null;
}

/** Grafana is the stack's own. */
export const ownFrame: Frame = {
    dataSource: dataSourceId,
    variables: [],
    tags: ["evenkeel"],
    titlePrefix: "",
    idOf: page => page,
    interval: null,
};
