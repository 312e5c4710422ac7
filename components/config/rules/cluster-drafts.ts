import { nearestGiven } from "../inherit";
import type { Problem } from "../problem";
import { inherited } from "../setting";
import { podSettings } from "../settings/pods";
import type { Draft } from "../settings/stack";
import { countOf, present, type Rule, type ServiceEntry } from "./drafts";

export type ClusterDraft = NonNullable<Draft["kubernetes"]>;

/** What `evenkeel:kubernetes` says of one service. */
export type ClusterEntry = NonNullable<NonNullable<ClusterDraft["services"]>[number]>;

type Given = ClusterDraft["autoscaling"];
export type ScalingDraft = Exclude<Given, symbol | null | undefined>;

/** An autoscaler, with where it stands. */
export interface PlacedScaling {
    readonly path: string;
    readonly scaling: ScalingDraft;
}

/** A rule about a stack on Kubernetes. */
export function inCluster(rule: (draft: Draft, kubernetes: ClusterDraft) => Problem[]): Rule {
    return (draft) => (draft.target === "kubernetes" && draft.kubernetes !== undefined ? rule(draft, draft.kubernetes) : []);
}

/** What the block says of a service of this name. */
export function entryOf({ services }: ClusterDraft, service: string): ClusterEntry | undefined {
    return present(services).find(({ name }) => name === service);
}

/** The autoscaler of a service, its own or the one that all have; undefined: it has none, or it could not be read. */
export function scalingOf(kubernetes: ClusterDraft, { name }: ServiceEntry): PlacedScaling | undefined {
    const entry = entryOf(kubernetes, name);
    const own = entry === undefined ? inherited : entry.value.autoscaling;
    return scalingAt(own === inherited ? "kubernetes" : (entry?.path ?? ""), nearestGiven(podSettings.autoscaling, own, kubernetes.autoscaling));
}

/** How many pods of a service there may be at once, backups included. */
export function mostPods(service: ServiceEntry, kubernetes: ClusterDraft): number {
    const scaled = scalingOf(kubernetes, service);
    const most = scaled === undefined ? countOf(service.value.instances) : (scaled.scaling.max ?? 0);
    return most + countOf(service.value.backup);
}

/** The autoscalers of the stack file. */
export function scalings(kubernetes: ClusterDraft): PlacedScaling[] {
    return [
        scalingAt("kubernetes", kubernetes.autoscaling),
        ...present(kubernetes.services).map(({ path, value }) => scalingAt(path, value.autoscaling)),
    ].flatMap((scaling) => scaling ?? []);
}

function scalingAt(block: string, given: Given): PlacedScaling | undefined {
    return typeof given === "object" && given !== null ? { path: `${block}.autoscaling`, scaling: given } : undefined;
}
