import type { KubernetesModel } from "../../../../components/config/model";
import { render } from "../../../../components/proxy/render";
import { targetFiles } from "../../../../components/targets/files";
import type { Deployment } from "../../../../components/targets/kubernetes/manifests/manifest";
import { applicationName } from "../../../../components/targets/kubernetes/manifests/names";
import type { Container } from "../../../../components/targets/kubernetes/manifests/pod";
import { stackManifests } from "../../../../components/targets/kubernetes/manifests/stack";
import { quantityOf } from "../../../engine/providers/kubernetes/quantity";
import { nothing, resources, sum, times, type Amounts, type Resource } from "./amounts";

/** The pods of one Deployment. */
export interface Workload {
    readonly name: string;
    /** How many there are at the least, and at the most: the autoscaler's bounds. */
    readonly least: number;
    readonly most: number;
    readonly containers: readonly Bounds[];
    /** Of one pod, sidecars included. */
    readonly requests: Amounts;
}

/** What one container asks for, and may have; undefined: it does not say. */
export interface Bounds {
    readonly name: string;
    readonly requests: Readonly<Partial<Record<Resource, number>>>;
    readonly limits: Readonly<Partial<Record<Resource, number>>>;
}

/** The Deployments of a stack, as `up` makes them. */
export function workloadsOf(model: KubernetesModel): Workload[] {
    const { applications, proxy } = stackManifests(model, render(model, targetFiles(model)), () => "");
    const scaled = new Map(model.services.flatMap(service => (service.pods?.autoscaling ? [[applicationName(model, service), service.pods.autoscaling] as const] : [])));
    return [...applications.flatMap(({ deployments }) => deployments), proxy].map(({ deployment }) => workload(deployment, scaled));
}

function workload({ metadata: { name }, spec }: Deployment, scaled: ReadonlyMap<string, { readonly min: number; readonly max: number }>): Workload {
    const { min: least, max: most } = scaled.get(name) ?? { min: spec.replicas ?? 1, max: spec.replicas ?? 1 };
    const containers = [...(spec.template.spec.initContainers ?? []), ...spec.template.spec.containers].map(boundsOf);
    const requests = sum([nothing, ...containers.map(container => ({ cpu: container.requests.cpu ?? 0, memory: container.requests.memory ?? 0 }))]);
    return { name, least, most, containers, requests };
}

/** Where only a limit is given, the cluster takes it for the request. */
function boundsOf({ name, resources: { requests = {}, limits = {} } }: Container): Bounds {
    const bounds = amounts(limits);
    return { name, limits: bounds, requests: { ...bounds, ...amounts(requests) } };
}

function amounts(quantities: Readonly<Partial<Record<Resource, string>>>): Readonly<Partial<Record<Resource, number>>> {
    return Object.fromEntries(resources.flatMap(resource => {
        const amount = quantityOf(quantities[resource] ?? "");
        return amount === undefined ? [] : [[resource, amount]];
    }));
}

export function podsAt(bound: "least" | "most", workloads: readonly Workload[]): number {
    return workloads.reduce((total, each) => total + each[bound], 0);
}

export function requestsAt(bound: "least" | "most", workloads: readonly Workload[]): Amounts {
    return sum([nothing, ...workloads.map(each => times(each[bound], each.requests))]);
}
