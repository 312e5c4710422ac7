import { describe, expect, it } from "vitest";
import type { Exposure, KubernetesModel, KubernetesTarget, Pods } from "../../../components/config/model";
import type { Finding } from "../../../tools/commands/doctor/finding";
import { judgeNeeds, judgeSurroundings } from "../../../tools/commands/doctor/kubernetes-checks";
import type { ClusterFacts } from "../../../tools/commands/doctor/kubernetes-facts";
import { neededRights } from "../../../tools/commands/doctor/kubernetes-rights";
import { autoscaling, claim, kubernetesModel, kubernetesService, kubernetesTarget } from "../kubernetes/model";
import { monitoring } from "../monitoring/measured-stack";

/** One that has it all. */
const perfect: ClusterFacts = {
    version: "v1.35.0",
    lacking: [],
    namespaceLabels: { "app.kubernetes.io/instance": "evenkeel", "pod-security.kubernetes.io/enforce": "restricted" },
    storageClasses: [{ name: "fast", isDefault: false }, { name: "standard", isDefault: true }],
    readyVolumes: [],
    claims: [],
    kinds: new Set(["pods.metrics.k8s.io", "podmonitors.monitoring.coreos.com", "prometheusrules.monitoring.coreos.com", "httproutes.gateway.networking.k8s.io"]),
    ingressClasses: [{ name: "traefik", isDefault: true }],
    gatewayListeners: ["http", "https"],
    absentSecrets: [],
    loadBalancers: { all: 2, withAddress: 1 },
    hasDns: true,
};

function withPods(counts: Partial<Pods>): KubernetesModel {
    return kubernetesModel({ services: [kubernetesService("app", counts)] });
}

function withTarget(target: Partial<KubernetesTarget>): KubernetesModel {
    return kubernetesModel({ target: kubernetesTarget(target) });
}

function through(way: Exposure["through"]): KubernetesModel {
    return withTarget({ exposure: { ...kubernetesTarget().exposure, service: "ClusterIP", through: way } });
}

function lines(findings: readonly Finding[], ...states: Finding["state"][]): string[] {
    return findings.filter(({ state }) => states.includes(state)).map(({ state, subject }) => `${state}: ${subject}`);
}

/** What is not in order, of a cluster with some answers otherwise. */
function wrong(facts: Partial<ClusterFacts>, model: KubernetesModel = kubernetesModel()): string[] {
    const all = { ...perfect, ...facts };
    return lines([...judgeNeeds(all, model), ...judgeSurroundings(all, model)], "missing", "warning", "note");
}

function fixes(facts: Partial<ClusterFacts>, model: KubernetesModel): string[] {
    return judgeNeeds({ ...perfect, ...facts }, model).flatMap(finding => ("fix" in finding ? [finding.fix] : []));
}

const gateway = through({ kind: "gateway", name: "main", namespace: "infra", listener: "https" });
const ingress = (className: string | null): KubernetesModel => through({ kind: "ingress", className, annotations: [], tlsSecret: "site-cert" });
const operated = kubernetesModel({ monitoring, target: kubernetesTarget({ discovery: { by: "operator", from: null, labels: [] } }) });

describe("what the doctor makes of a cluster", () => {
    it("finds nothing wrong with one that has it all", () => {
        const everything = withPods({ autoscaling, claims: [claim("data", { accessMode: "ReadWriteOnce" }), claim("models", { accessMode: "ReadWriteOnce", storageClass: "fast" })] });
        expect(wrong({}, everything)).toEqual([]);
        expect(lines([...judgeNeeds(perfect, everything), ...judgeSurroundings(perfect, everything)], "ok")).toEqual([
            "ok: Kubernetes v1.35.0",
            "ok: your account may do all that `npm run up` does",
            "ok: storage class standard (the default), for data of app",
            "ok: storage class fast, for models of app",
            "ok: metrics API, for the autoscaling of app",
            "ok: namespace evenkeel (Pod Security level restricted)",
            "ok: Services of type LoadBalancer get addresses",
            "ok: cluster DNS",
        ]);
        expect([wrong({}, gateway), wrong({}, ingress(null)), wrong({}, ingress("traefik")), wrong({}, operated)]).toEqual([[], [], [], []]);
    });

    it.each(["v1.29.14", "v1.28.3-gke.100", "v0.1.0"])("does not take version %s", version => {
        expect(wrong({ version })).toEqual([`missing: Kubernetes ${version}`]);
    });

    it.each(["v1.30.0", "v1.31.2-eks-7f9249a", "v1.33.1+k3s1", "v2.0.0"])("takes version %s", version => {
        expect(wrong({ version })).toEqual([]);
    });

    it("lists all rights that are lacking in one finding", () => {
        const lacking = neededRights(kubernetesModel()).filter(({ verb, resource }) => resource === "deployments" || (resource === "secrets" && verb === "delete") || resource === "pods/log");
        expect(wrong({ lacking })).toEqual(["missing: your account may not: delete secrets; get pods/log; get, create, patch, delete deployments.apps"]);
        expect(judgeNeeds({ ...perfect, lacking }, kubernetesModel()).filter(({ state }) => state === "missing").map(({ about }) => about)).toEqual(["right"]);
        expect(fixes({ lacking }, kubernetesModel())).toEqual(["Ask whoever runs the cluster for these rights in the namespace evenkeel."]);
    });

    it("asks for the right to make the namespace only where there is none", () => {
        const lacking = neededRights(kubernetesModel()).filter(({ isClusterWide }) => isClusterWide);
        expect(wrong({ lacking })).toEqual([]);
        expect(wrong({ lacking, namespaceLabels: null })[0]).toBe("missing: your account may not: create namespaces");
        expect(fixes({ lacking, namespaceLabels: null }, kubernetesModel())).toEqual(["Ask whoever runs the cluster for these rights in the namespace evenkeel, or to make it for you."]);
    });

    it.each<[string, Partial<ClusterFacts>, KubernetesModel, string[]]>([
        ["no default storage class", { storageClasses: [{ name: "fast", isDefault: false }] }, withPods({ claims: [claim("data", { accessMode: "ReadWriteOnce" })] }), ["missing: no default storage class, for data of app"]],
        ["none at all", { storageClasses: [] }, withPods({ claims: [claim("data", { accessMode: "ReadWriteOnce" })] }), ["missing: no default storage class, for data of app"]],
        ["not the one that is named", {}, withPods({ claims: [claim("data", { accessMode: "ReadWriteOnce", storageClass: "nfs" })] }), ["missing: no storage class nfs, for data of app"]],
        ["one that may not have volumes for several nodes", {}, withPods({ claims: [claim("data"), claim("more")] }), ["note: whether the default storage class has volumes for several nodes (ReadWriteMany) shows when the first one is made"]],
        ["storage that the account may not see", { storageClasses: undefined }, withPods({ claims: [claim("data", { accessMode: "ReadWriteOnce" })] }), ["note: storage for data of app: your account may not look at storage classes"]],
        ["no metrics API", { kinds: new Set() }, withPods({ autoscaling }), ["warning: no metrics API: the number of pods of app stays what it is"]],
        ["no Prometheus operator", { kinds: new Set(["podmonitors.monitoring.coreos.com"]) }, operated, ["missing: no Prometheus operator (PodMonitor, PrometheusRule)"]],
        ["no Gateway API", { kinds: new Set() }, gateway, ["missing: no Gateway API (HTTPRoute)"]],
        ["no such Gateway", { gatewayListeners: null }, gateway, ["missing: no Gateway infra/main"]],
        ["no such listener", { gatewayListeners: ["http"] }, gateway, ["missing: Gateway infra/main has no listener https"]],
        ["a Gateway that the account may not see", { gatewayListeners: undefined }, gateway, ["note: Gateway infra/main: your account may not look at it"]],
        ["no such ingress class", { ingressClasses: [] }, ingress("nginx"), ["missing: no ingress class nginx"]],
        ["no default ingress class", { ingressClasses: [{ name: "traefik", isDefault: false }] }, ingress(null), ["warning: no default ingress class: perhaps nobody takes the Ingress up"]],
        ["no certificate for the ingress", { absentSecrets: ["site-cert"] }, ingress(null), ["warning: no Secret site-cert: the ingress controller answers with a certificate of its own"]],
        ["no Secret to pull with", { absentSecrets: ["registry"] }, withTarget({ pullSecrets: ["registry"] }), ["warning: no Secret registry, which images are pulled with"]],
        ["no namespace yet", { namespaceLabels: null }, kubernetesModel(), ["note: the namespace evenkeel is not there yet: `npm run up` makes it"]],
        ["somebody else's namespace", { namespaceLabels: {} }, kubernetesModel(), ["warning: the namespace evenkeel is there, with the Pod Security level privileged: `npm run up` makes it restricted"]],
        ["load balancers that nobody makes", { loadBalancers: { all: 3, withAddress: 0 } }, kubernetesModel(), ["warning: 3 of type LoadBalancer among the cluster's Services, and none has an address"]],
        ["nobody who ever asked for a load balancer", { loadBalancers: { all: 0, withAddress: 0 } }, kubernetesModel(), ["note: whether anything gives addresses to Services of type LoadBalancer shows at `npm run up`: there is none yet"]],
        ["names that nobody answers", { hasDns: false }, kubernetesModel(), ["note: no Service kube-dns in kube-system: the proxy finds pods by the cluster's DNS"]],
        ["rights that nobody tells", { lacking: undefined }, kubernetesModel(), ["note: what your account may do: the cluster does not say"]],
    ])("tells of %s", (_, facts, model, found) => {
        expect(wrong(facts, model)).toEqual(found);
    });

    it("says what else there is to choose from", () => {
        const model = withPods({ claims: [claim("data", { storageClass: "nfs" })] });
        expect(fixes({}, model)).toEqual(["Name another one in evenkeel:kubernetes volumes storageClass. The cluster has: fast, standard."]);
        expect(fixes({ storageClasses: [] }, model)).toEqual(["Name another one in evenkeel:kubernetes volumes storageClass. The cluster has none: have one set up first."]);
        expect(fixes({ absentSecrets: ["registry"], namespaceLabels: null }, withTarget({ pullSecrets: ["registry"] }))).toEqual(["Make it with: kubectl create namespace evenkeel, then kubectl -n evenkeel create secret docker-registry registry ..."]);
    });

    it("asks for no storage class where a volume, or the claim itself, is there", () => {
        const [named, unnamed] = [claim("data", { accessMode: "ReadWriteOnce", storageClass: "by-hand" }), claim("data", { accessMode: "ReadWriteOnce" })];
        expect(wrong({ storageClasses: [], readyVolumes: ["by-hand"] }, withPods({ claims: [named] }))).toEqual([]);
        expect(wrong({ storageClasses: [], readyVolumes: [""] }, withPods({ claims: [unnamed] }))).toEqual([]);
        expect(wrong({ storageClasses: [], claims: ["evenkeel-app-data"] }, withPods({ claims: [claim("data")] }))).toEqual([]);
    });
});

describe("the rights that a stack needs", () => {
    const kinds = (model: KubernetesModel): string[] => [...new Set(neededRights(model).map(({ group, resource }) => `${group}/${resource}`))];

    it("are for no more kinds than it has", () => {
        expect(kinds(kubernetesModel())).toEqual(["/namespaces", "/configmaps", "/secrets", "/services", "/serviceaccounts", "/pods", "/pods/log", "/events", "apps/deployments", "apps/replicasets", "policy/poddisruptionbudgets", "networking.k8s.io/networkpolicies"]);
    });

    it.each<[KubernetesModel, string[]]>([
        [withPods({ autoscaling }), ["autoscaling/horizontalpodautoscalers"]],
        [withPods({ claims: [claim("data")] }), ["/persistentvolumeclaims"]],
        [ingress(null), ["networking.k8s.io/ingresses"]],
        [gateway, ["gateway.networking.k8s.io/httproutes"]],
        [operated, ["monitoring.coreos.com/podmonitors", "monitoring.coreos.com/prometheusrules"]],
    ])("grow with what it has", (model, more) => {
        const usual = kinds(kubernetesModel());
        expect(kinds(model).filter(kind => !usual.includes(kind))).toEqual(more);
    });

    it("never remove data or the namespace", () => {
        const model = withPods({ claims: [claim("data")] });
        expect(neededRights(model).filter(({ verb, resource }) => verb === "delete" && ["namespaces", "persistentvolumeclaims"].includes(resource))).toEqual([]);
    });
});
