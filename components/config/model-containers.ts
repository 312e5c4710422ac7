/** The part of the model that says what is started where the target starts the instances, and what is measured of them. */

import type { Bytes, Milliseconds } from "./model";

export interface Container {
    readonly image: Image;
    /** Sorted by name. */
    readonly env: readonly Variable[];
    /** Names of variables whose values are secrets, which travel apart; sorted. */
    readonly secrets: readonly string[];
    readonly resources: Resources;
    /** Shared by all instances of the service; sorted by name. */
    readonly volumes: readonly Volume[];
    /** `uid`, `uid:gid` or a name the image knows; null: as the image has it. */
    readonly user: string | null;
    /** Whether the image's own files are read-only; /tmp is in memory then. */
    readonly readOnly: boolean;
    /** Asks the instance for its health, inside of it; null: the target's own way. */
    readonly probe: readonly string[] | null;
    /** How long after its start failed checks do not count. */
    readonly startPeriod: Milliseconds;
}

export type Image =
    | { readonly kind: "prebuilt"; readonly name: string }
    | {
          readonly kind: "build";
          /** Folder, relative to the project. */
          readonly context: string;
          /** Relative to the context. */
          readonly dockerfile: string;
          /** The stage to stop at; null: the last. */
          readonly stage: string | null;
          /** Sorted by name. */
          readonly args: readonly Variable[];
      };

export interface Variable {
    readonly name: string;
    readonly value: string;
}

/** Per instance; null: no bound, nothing asked for. */
export interface Resources {
    /** Cores. */
    readonly cpu: { readonly request: number | null; readonly limit: number | null };
    readonly memory: { readonly request: Bytes | null; readonly limit: Bytes | null };
}

export interface Volume {
    readonly name: string;
    /** Where the instances see it. */
    readonly path: string;
    readonly readOnly: boolean;
}

export interface Metrics {
    readonly path: string;
    readonly interval: Milliseconds;
}

export interface Monitoring {
    /** How long figures are kept; null where that is not ours to say. */
    readonly retention: Milliseconds | null;
    /** Between two readings of everything that has no interval of its own. */
    readonly interval: Milliseconds;
    readonly alerts: Alerts;
}

export interface Alerts {
    /** Where Alertmanager posts alerts to; null: they show on its page alone. */
    readonly webhook: string | null;
    /** Share of failed requests, 0 to 1. */
    readonly errorRatio: number;
    /** Of the 95th percentile of a service's answers. */
    readonly latency: Milliseconds;
    /** Before the site's certificate expires. */
    readonly certificate: Milliseconds;
}
