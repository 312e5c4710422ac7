import { coerce, lt } from "semver";
import type { Claim, KubernetesModel } from "../../../components/config/model";
import { claimName } from "../../../components/targets/kubernetes/manifests/names";
import { missing, ok, remark, require, warning, type Finding } from "./finding";
import { namedSecrets, type ClusterFacts } from "./kubernetes-facts";
import { listRights } from "./kubernetes-rights";

/** The first with sidecars and pauses before an end switched on, which proxies and drains are made of. */
const oldestKubernetes = "1.30.0";

const enforced = "pod-security.kubernetes.io/enforce";

/** What a cluster's answers mean for the next `up`: what is missing keeps it from beginning. */
export function judgeNeeds(facts: ClusterFacts, model: KubernetesModel): Finding[] {
    return [
        judgeVersion(facts),
        judgeRights(facts, model),
        ...judgeStorage(facts, model),
        ...judgeMetrics(facts, model),
        ...judgeOperator(facts, model),
        ...judgeEntrance(facts, model),
        ...judgeSecrets(facts, model),
    ];
}

/** What is worth knowing before the first `up`, and keeps nobody from it. */
export function judgeSurroundings(facts: ClusterFacts, model: KubernetesModel): Finding[] {
    return [judgeNamespace(facts, model), ...judgeSharing(facts, model), ...judgeBalancers(facts), ...judgeDns(facts)];
}

function judgeVersion({ version }: ClusterFacts): Finding {
    const isNew = !lt(coerce(version) ?? "0.0.0", oldestKubernetes);
    return require(isNew, `Kubernetes ${version}`, "Update the cluster: 1.30 is the oldest that has what proxies and drains are made of (native sidecars, preStop sleep).");
}

function judgeRights({ lacking, namespaceLabels }: ClusterFacts, { target: { namespace } }: KubernetesModel): Finding {
    if (lacking === undefined) {
        return remark("what your account may do: the cluster does not say", "right");
    }
    const isThere = namespaceLabels !== null && namespaceLabels !== undefined;
    const needed = lacking.filter(({ isClusterWide }) => !isClusterWide || !isThere);
    if (needed.length === 0) {
        return ok("your account may do all that `npm run up` does", "right");
    }
    const creation = needed.some(({ isClusterWide }) => isClusterWide) ? ", or to make it for you" : "";
    return missing(`your account may not: ${listRights(needed)}`, `Ask whoever runs the cluster for these rights in the namespace ${namespace}${creation}.`, "right");
}

function judgeNamespace({ namespaceLabels: labels }: ClusterFacts, { target: { namespace } }: KubernetesModel): Finding {
    if (labels === undefined) {
        return remark(`the namespace ${namespace}: your account may not look at it`);
    }
    if (labels === null) {
        return remark(`the namespace ${namespace} is not there yet: \`npm run up\` makes it`);
    }
    return labels[enforced] !== "restricted"
        ? warning(
              `the namespace ${namespace} is there, with the Pod Security level ${labels[enforced] ?? "privileged"}: \`npm run up\` makes it restricted`,
              "If pods of others in it need more, give the stack a namespace of its own: evenkeel:kubernetes namespace.",
          )
        : ok(`namespace ${namespace} (Pod Security level ${labels[enforced] ?? "privileged"})`);
}

interface WantedClaim extends Claim {
    readonly service: string;
    /** What it is called in the cluster. */
    readonly object: string;
}

function wantedClaims(model: KubernetesModel): WantedClaim[] {
    return model.services.flatMap(service => (service.pods?.claims ?? []).map(claim => ({ ...claim, service: service.name, object: claimName(model, service, claim.name) })));
}

/** Claims that are there have what they need, or say themselves what they wait for. */
function judgeStorage(facts: ClusterFacts, model: KubernetesModel): Finding[] {
    const wanted = wantedClaims(model).filter(({ object }) => !facts.claims.includes(object));
    const classes = [...new Set(wanted.map(({ storageClass }) => storageClass))];
    return classes.map(name => judgeClass(name, wanted.filter(({ storageClass }) => storageClass === name), facts));
}

function judgeClass(name: string | null, claims: readonly WantedClaim[], { storageClasses, readyVolumes }: ClusterFacts): Finding {
    const users = claims.map(claim => `${claim.name} of ${claim.service}`).join(", ");
    if (storageClasses === undefined) {
        return remark(`storage for ${users}: your account may not look at storage classes`);
    }
    const names = storageClasses.map(each => each.name);
    const choice = names.length === 0 ? "The cluster has none: have one set up first." : `The cluster has: ${names.join(", ")}.`;
    const usual = storageClasses.find(({ isDefault }) => isDefault);
    if (name === null) {
        return require(
            usual !== undefined || readyVolumes.includes(""),
            usual === undefined ? `no default storage class, for ${users}` : `storage class ${usual.name} (the default), for ${users}`,
            `Name one in evenkeel:kubernetes volumes storageClass. ${choice}`,
        );
    }
    // Volumes that somebody made by hand need no such object.
    const isThere = names.includes(name) || readyVolumes.includes(name);
    return require(isThere, `${isThere ? "" : "no "}storage class ${name}, for ${users}`, `Name another one in evenkeel:kubernetes volumes storageClass. ${choice}`);
}

function judgeSharing({ claims }: ClusterFacts, model: KubernetesModel): Finding[] {
    const shared = wantedClaims(model).filter(({ object, accessMode }) => accessMode === "ReadWriteMany" && !claims.includes(object));
    const names = [...new Set(shared.map(({ storageClass }) => (storageClass === null ? "the default storage class" : `the storage class ${storageClass}`)))];
    return names.map(name => remark(`whether ${name} has volumes for several nodes (ReadWriteMany) shows when the first one is made`));
}

function judgeMetrics({ kinds }: ClusterFacts, { services }: KubernetesModel): Finding[] {
    const scaled = services.filter(({ pods }) => pods !== null && pods.autoscaling !== null).map(({ name }) => name);
    if (scaled.length === 0) {
        return [];
    }
    return kinds.has("pods.metrics.k8s.io")
        ? [ok(`metrics API, for the autoscaling of ${scaled.join(", ")}`)]
        : [warning(`no metrics API: the number of pods of ${scaled.join(", ")} stays what it is`, "Have metrics-server installed in the cluster, or set evenkeel:kubernetes autoscaling to off.")];
}

function judgeOperator({ kinds }: ClusterFacts, { monitoring, target }: KubernetesModel): Finding[] {
    const isThere = ["podmonitors", "prometheusrules"].every(kind => kinds.has(`${kind}.monitoring.coreos.com`));
    return monitoring === null || target.discovery.by !== "operator"
        ? []
        : [require(isThere, `${isThere ? "" : "no "}Prometheus operator (PodMonitor, PrometheusRule)`, "Have it installed in the cluster, or set evenkeel:kubernetes monitoring discovery to annotations.")];
}

function judgeEntrance(facts: ClusterFacts, { target }: KubernetesModel): Finding[] {
    const { through } = target.exposure;
    switch (through?.kind) {
        case undefined:
            return [];
        case "ingress":
            return [judgeIngressClass(facts, through.className)];
        case "gateway":
            return [judgeGateway(facts, `${through.namespace ?? target.namespace}/${through.name}`, through.listener)];
    }
}

function judgeIngressClass({ ingressClasses }: ClusterFacts, name: string | null): Finding {
    if (ingressClasses === undefined) {
        return remark("ingress classes: your account may not look at them");
    }
    const names = ingressClasses.map(each => each.name);
    const fix = names.length === 0 ? "Have an ingress controller installed in the cluster." : `Name one in evenkeel:kubernetes expose ingress className. The cluster has: ${names.join(", ")}.`;
    if (name !== null) {
        return require(names.includes(name), `${names.includes(name) ? "" : "no "}ingress class ${name}`, fix);
    }
    const usual = ingressClasses.find(({ isDefault }) => isDefault);
    return usual === undefined ? warning("no default ingress class: perhaps nobody takes the Ingress up", fix) : ok(`ingress class ${usual.name} (the default)`);
}

function judgeGateway({ kinds, gatewayListeners }: ClusterFacts, gateway: string, listener: string | null): Finding {
    if (!kinds.has("httproutes.gateway.networking.k8s.io")) {
        return missing("no Gateway API (HTTPRoute)", "Have it installed in the cluster with a controller of your choice, or expose the proxy in another way: evenkeel:kubernetes expose.");
    }
    if (gatewayListeners === undefined) {
        return remark(`Gateway ${gateway}: your account may not look at it`);
    }
    if (gatewayListeners === null) {
        return missing(`no Gateway ${gateway}`, "Check evenkeel:kubernetes expose gateway (name, namespace).");
    }
    const isOpen = listener === null || gatewayListeners.includes(listener);
    return require(isOpen, `Gateway ${gateway}${isOpen ? "" : ` has no listener ${listener ?? ""}`}`, `Check evenkeel:kubernetes expose gateway listener. It has: ${gatewayListeners.join(", ")}.`);
}

function judgeSecrets({ absentSecrets, namespaceLabels }: ClusterFacts, model: KubernetesModel): Finding[] {
    const there = namedSecrets(model).filter(name => !absentSecrets.includes(name));
    const { namespace, pullSecrets } = model.target;
    const first = namespaceLabels === null ? `kubectl create namespace ${namespace}, then ` : "";
    return [
        ...(there.length === 0 || namespaceLabels === undefined ? [] : [ok(`Secret ${there.join(", ")}`)]),
        ...absentSecrets.map(name =>
            pullSecrets.includes(name)
                ? warning(`no Secret ${name}, which images are pulled with`, `Make it with: ${first}kubectl -n ${namespace} create secret docker-registry ${name} ...`)
                : warning(`no Secret ${name}: the ingress controller answers with a certificate of its own`, `Make it with: ${first}kubectl -n ${namespace} create secret tls ${name} ..., or have it made by your certificate manager.`),
        ),
    ];
}

function judgeBalancers({ loadBalancers }: ClusterFacts): Finding[] {
    if (loadBalancers === undefined) {
        return [];
    }
    const { all, withAddress } = loadBalancers;
    if (withAddress > 0) {
        return [ok("Services of type LoadBalancer get addresses")];
    }
    return all === 0
        ? [remark("whether anything gives addresses to Services of type LoadBalancer shows at `npm run up`: there is none yet")]
        : [warning(`${String(all)} of type LoadBalancer among the cluster's Services, and none has an address`, "Have a load balancer controller installed, or set evenkeel:kubernetes expose type to NodePort or ClusterIP.")];
}

function judgeDns({ hasDns }: ClusterFacts): Finding[] {
    return hasDns === false ? [remark("no Service kube-dns in kube-system: the proxy finds pods by the cluster's DNS")] : hasDns === true ? [ok("cluster DNS")] : [];
}
