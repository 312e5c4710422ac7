import { X509Certificate } from "node:crypto";
import type { KubernetesModel, Service } from "../../../components/config/model";
import type { Cluster } from "../../../components/targets/kubernetes/api/cluster";
import type { Condition, Deployment, List, Metadata, Pod } from "../../../components/targets/kubernetes/api/objects";
import { conditionOf } from "../../../components/targets/kubernetes/rollout/trouble";
import { applicationName, backupName, certificateName, proxyName } from "../../../components/targets/kubernetes/manifests/names";
import { missing, ok, require, warning, type Finding } from "./finding";
import { seen } from "./kubernetes-facts";
import { judgeRelease } from "./release";

/** Enough to notice, ask and replace. */
const soon = 14;
const day = 86_400_000;

const removedAdvice = "Something other than evenkeel removed it. Bring the stack down and up again: claims on storage stay.";

/** What runs of a stack; what this account may not see is empty. */
export interface RunningFacts {
    readonly deployments: readonly Deployment[];
    readonly autoscalers: readonly Autoscaler[];
    /** Releases of the proxy's pods that are ready. */
    readonly served: readonly string[];
    /** PEM; undefined: there is none. */
    readonly certificate: string | undefined;
}

interface Autoscaler {
    readonly metadata: Metadata;
    readonly status?: { readonly conditions?: readonly Condition[] };
}

interface Running {
    readonly deployment: string;
    /** As the stack file calls it. */
    readonly name: string;
    /** null: an autoscaler says how many. */
    readonly replicas: number | null;
}

export async function askRunning(cluster: Cluster, model: KubernetesModel): Promise<RunningFacts> {
    const { name, target, tls } = model;
    const [core, own] = [`/api/v1/namespaces/${target.namespace}`, `labelSelector=${encodeURIComponent(`app.kubernetes.io/instance=${name}`)}`];
    const [deployments, autoscalers, pods, secret] = await Promise.all([
        seen(() => cluster.get<List<Deployment>>(`/apis/apps/v1/namespaces/${target.namespace}/deployments?${own}`)),
        seen(() => cluster.get<List<Autoscaler>>(`/apis/autoscaling/v2/namespaces/${target.namespace}/horizontalpodautoscalers?${own}`)),
        seen(() => cluster.get<List<Pod>>(`${core}/pods?${own}%2Capp.kubernetes.io%2Fcomponent%3Dproxy`)),
        tls.mode === "off" ? undefined : seen(() => cluster.find<{ readonly data?: Readonly<Record<string, string>> }>(`${core}/secrets/${certificateName(model)}`)),
    ]);
    const chain = secret?.data?.["tls.crt"];
    return {
        deployments: deployments?.items ?? [],
        autoscalers: autoscalers?.items ?? [],
        served: [...new Set((pods?.items ?? []).filter(isServing).map(releaseOf))],
        certificate: chain === undefined ? undefined : Buffer.from(chain, "base64").toString(),
    };
}

function isServing({ metadata, status }: Pod): boolean {
    return metadata.deletionTimestamp === undefined && conditionOf(status?.conditions, "Ready")?.status === "True";
}

/** A pod keeps what it was started with, and is ready only with that. */
function releaseOf({ metadata: { annotations = {} } }: Pod): string {
    return ["evenkeel/release", "evenkeel/certificate"].flatMap(name => annotations[name] ?? []).join(".");
}

/**
 * Whether what runs is what was deployed.
 *
 * @param deployed the release of the last `up`.
 */
export function judgeRunning(facts: RunningFacts, model: KubernetesModel, deployed: string, now: Date): Finding[] {
    return [
        ...runningOf(model).flatMap(running => judgeDeployment(running, facts, model)),
        ...judgeServed(facts, model, deployed),
        ...model.services.flatMap(service => judgeAutoscaler(service, facts, model)),
        ...(facts.certificate === undefined ? [] : [judgeExpiry(facts.certificate, model, now)]),
    ];
}

function runningOf(model: KubernetesModel): Running[] {
    const services = model.services.flatMap(service => {
        const { replicas = 0, backups = 0, autoscaling = null } = service.pods ?? {};
        return [
            { deployment: applicationName(model, service), name: service.name, replicas: autoscaling === null ? replicas : null },
            ...(backups === 0 ? [] : [{ deployment: backupName(model, service), name: `backup of ${service.name}`, replicas: backups }]),
        ];
    });
    return [...services, { deployment: proxyName(model), name: "proxy", replicas: model.target.proxy.replicas }];
}

function judgeDeployment({ deployment, name, replicas }: Running, { deployments }: RunningFacts, { target: { namespace } }: KubernetesModel): Finding[] {
    const found = deployments.find(({ metadata }) => metadata.name === deployment);
    if (found === undefined) {
        return [missing(`${name}: there is no Deployment ${deployment}`, removedAdvice, "running")];
    }
    const wanted = found.spec.replicas ?? 1;
    const { readyReplicas = 0 } = found.status ?? {};
    const pods = `${name}: ${String(Math.min(readyReplicas, wanted))} of ${String(wanted)} pods are ready`;
    return [
        require(readyReplicas >= wanted, pods, `See why with: kubectl -n ${namespace} describe deployment ${deployment}`, "health"),
        ...(replicas === null || replicas === wanted ? [] : [missing(`${name}: scaled to ${String(wanted)}, but the stack file says ${String(replicas)}`, scaleAdvice(namespace, deployment, replicas), "running")]),
    ];
}

function scaleAdvice(namespace: string, deployment: string, replicas: number): string {
    return `If you have edited the stack file since, run: npm run up. Else somebody scaled it by hand, and this puts it back: kubectl -n ${namespace} scale deployment ${deployment} --replicas ${String(replicas)}`;
}

function judgeServed({ served, deployments }: RunningFacts, model: KubernetesModel, deployed: string): Finding[] {
    const fix = `Somebody or something changed what runs. See: kubectl -n ${model.target.namespace} rollout history deployment ${proxyName(model)}; the next \`npm run up\` that changes something brings the stack file's back.`;
    // A proxy that is not there has been told of already.
    const isThere = deployments.some(({ metadata }) => metadata.name === proxyName(model));
    return isThere ? [judgeRelease(served.find(release => release !== deployed) ?? served[0], deployed, fix)] : [];
}

function judgeAutoscaler(service: Service, { autoscalers }: RunningFacts, model: KubernetesModel): Finding[] {
    if (service.pods === null || service.pods.autoscaling === null) {
        return [];
    }
    const found = autoscalers.find(({ metadata }) => metadata.name === applicationName(model, service));
    if (found === undefined) {
        return [missing(`${service.name}: there is no HorizontalPodAutoscaler ${applicationName(model, service)}`, removedAdvice, "running")];
    }
    const active = conditionOf(found.status?.conditions, "ScalingActive");
    return active?.status === "False" ? [warning(`${service.name}: its autoscaler does not work: ${active.message ?? active.reason ?? ""}`, "Have metrics-server installed in the cluster, or look at what it says.", "health")] : [];
}

function judgeExpiry(chain: string, { tls }: KubernetesModel, now: Date): Finding {
    const { validTo } = new X509Certificate(chain);
    const days = Math.floor((Date.parse(validTo) - now.getTime()) / day);
    const fix = tls.mode === "provided" ? "Put a new one into the stack file, and its key with: npm run set-secret -- STACK --tls.key < KEY" : "Run: npm run up";
    if (days < 0) {
        return missing(`the certificate has expired (${validTo})`, fix, "health");
    }
    return days < soon ? warning(`the certificate expires in ${String(days)} days`, fix, "health") : ok(`certificate good for ${String(days)} days`, "health");
}
