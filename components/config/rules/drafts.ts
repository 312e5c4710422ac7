import type { Problem } from "../problem";
import type { InstanceEntry } from "../settings/instance";
import type { Draft } from "../settings/stack";
import { itemPath } from "../path";

/** Looks at several settings at once. What a single setting's own check has refused stands as undefined, and is left alone. */
export type Rule = (draft: Draft) => Problem[];

type Services = NonNullable<Draft["services"]>;

/** A service that could be read, with where it stands. */
export type ServiceEntry = NonNullable<Services[number]>;

export type ServiceDraft = ServiceEntry["value"];

/** An instance or a backup, with where it stands. */
export interface PlacedInstance {
    readonly path: string;
    readonly instance: InstanceEntry;
    /** The instance's port or its service's; null: neither has one; undefined: it is wrong. */
    readonly port: number | null | undefined;
}

/** The services that could be read. */
export function servicesOf(draft: Draft): ServiceEntry[] {
    return present(draft.services);
}

/** The instances and backups of a service that could be read. */
export function instancesOf({ path, value }: ServiceEntry): PlacedInstance[] {
    return (["instances", "backup"] as const).flatMap((key) =>
        listed(value[key]).flatMap((instance, i) => (instance === undefined ? [] : [placed(itemPath(`${path}.${key}`, i), instance, value)])),
    );
}

/** How many instances or backups there are where the target starts them; 0 where they are listed. */
export function countOf(given: ServiceDraft["instances" | "backup"]): number {
    return typeof given === "number" ? given : 0;
}

function listed(given: ServiceDraft["instances" | "backup"]): readonly (InstanceEntry | undefined)[] {
    return typeof given === "object" && given !== null ? given : [];
}

/** The items that could be read. */
export function present<T>(items: readonly (T | undefined)[] | null | undefined): T[] {
    return (items ?? []).flatMap((item) => (item === undefined ? [] : [item]));
}

function placed(path: string, instance: InstanceEntry, service: ServiceDraft): PlacedInstance {
    return { path, instance, port: instance.port === null ? service.port : instance.port };
}
