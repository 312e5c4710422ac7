import { X509Certificate } from "node:crypto";
import type { KubernetesModel, Service } from "../../../components/config/model";
import type { Cluster } from "../../../components/targets/kubernetes/api/cluster";
import type { Condition, Deployment, List, Metadata, Pod } from "../../../components/targets/kubernetes/api/objects";
import { conditionOf } from "../../../components/targets/kubernetes/rollout/trouble";
import { applicationName, backupName, certificateName, proxyName } from "../../../components/targets/kubernetes/manifests/names";
import type { Deployed } from "./deployed";
import { missing, ok, remark, require, warning, type Finding } from "./finding";
import { seen } from "./kubernetes-facts";
import { judgeRelease } from "./release";

/** Enough to notice, ask and replace. */
const soon = 14;
const day = 86_400_000;

const removedAdvice = "Something other than evenkeel removed it. Bring the stack down and up again: claims on storage stay.";

/** What runs of a stack; what this account may not see is undefined. */
export interface RunningFacts {
    readonly deployments: readonly Deployment[] | undefined;
    readonly autoscalers: readonly Autoscaler[] | undefined;
    /** Releases of the proxy's pods that are ready. */
    readonly served: readonly string[] | undefined;
    /** PEM; undefined as well where there is none. */
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
        deployments: deployments?.items,
        autoscalers: autoscalers?.items,
        served: pods && [...new Set(pods.items.filter(isServing).map(releaseOf))],
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

/** Whether what runs is what was deployed. */
export function judgeRunning(facts: RunningFacts, { model, release }: Deployed<KubernetesModel>, now: Date): Finding[] {
    const { deployments, autoscalers, served } = facts;
    return [
        ...(deployments === undefined ? [unseen("Deployments")] : runningOf(model).flatMap(running => judgeDeployment(running, deployments, model))),
        ...(served === undefined ? [unseen("pods")] : judgeServed(served, deployments, model, release)),
        ...judgeAutoscalers(autoscalers, model),
        ...(facts.certificate === undefined ? [] : [judgeExpiry(facts.certificate, model, now)]),
    ];
}

function unseen(kind: string): Finding {
    return remark(`${kind} of the stack: your account may not look at them`, "answer");
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

function judgeDeployment({ deployment, name, replicas }: Running, deployments: readonly Deployment[], { target: { namespace } }: KubernetesModel): Finding[] {
    const found = deployments.find(({ metadata }) => metadata.name === deployment);
    if (found === undefined) {
        return [missing(`${name}: there is no Deployment ${deployment}`, removedAdvice, "running")];
    }
    const wanted = found.spec.replicas ?? 1;
    const { readyReplicas = 0 } = found.status ?? {};
    const pods = `${name}: ${String(Math.min(readyReplicas, wanted))} of ${String(wanted)} pods are ready`;
    return [
        require(readyReplicas >= wanted, pods, `See why with: kubectl -n ${namespace} describe deployment ${deployment}`, "health"),
        ...(replicas === null || replicas === wanted ? [] : [missing(`${name}: scaled to ${String(wanted)}, but ${String(replicas)} ${replicas === 1 ? "was" : "were"} deployed last`, scaleAdvice(namespace, deployment, replicas), "running")]),
    ];
}

function scaleAdvice(namespace: string, deployment: string, replicas: number): string {
    return `Somebody or something scaled it. This puts it back: kubectl -n ${namespace} scale deployment ${deployment} --replicas ${String(replicas)}`;
}

function judgeServed(served: readonly string[], deployments: readonly Deployment[] | undefined, model: KubernetesModel, deployed: string): Finding[] {
    const fix = `Somebody or something changed what runs. See: kubectl -n ${model.target.namespace} rollout history deployment ${proxyName(model)}; the next \`npm run up\` that changes something brings the stack file's back.`;
    // A proxy that is not there has been told of already.
    const isGone = deployments?.every(({ metadata }) => metadata.name !== proxyName(model)) === true;
    return isGone ? [] : [judgeRelease(served.find(release => release !== deployed) ?? served[0], deployed, fix)];
}

function judgeAutoscalers(autoscalers: readonly Autoscaler[] | undefined, model: KubernetesModel): Finding[] {
    const scaled = model.services.filter(({ pods }) => pods !== null && pods.autoscaling !== null);
    if (autoscalers === undefined) {
        return scaled.length === 0 ? [] : [unseen("autoscalers")];
    }
    return scaled.flatMap(service => judgeAutoscaler(service, autoscalers, model));
}

function judgeAutoscaler(service: Service, autoscalers: readonly Autoscaler[], model: KubernetesModel): Finding[] {
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
    const fix = tls.mode === "provided" ? "Put a new one into the stack file, and its key with: npm run set-secret -- STACK --tls.key < KEY" : "Run: npm run up -- STACK";
    if (days < 0) {
        return missing(`the certificate has expired (${validTo})`, fix, "health");
    }
    return days < soon ? warning(`the certificate expires in ${String(days)} days`, fix, "health") : ok(`certificate good for ${String(days)} days`, "health");
}
