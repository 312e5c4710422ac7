import { builtIn, defaulted, optional, type Setting } from "../setting";
import { choice } from "../types/choice";
import { cores } from "../types/cores";
import { dictionary } from "../types/dictionary";
import { group } from "../types/group";
import { imageReference } from "../types/image";
import { anyNamespace, contextName, labelName, labelValue, namespace, objectName } from "../types/kubernetes-names";
import { list } from "../types/list";
import { duration, size } from "../types/measure";
import { integer, text } from "../types/scalar";
import { switchable } from "../types/switchable";
import { expose } from "./exposure";
import { claim, podSettings } from "./pods";
import { onKubernetes } from "./targets";

function image(reference: string, doc: string): Setting<string> {
    return defaulted(imageReference, reference, { ...onKubernetes, doc });
}

const images = group({
    proxy: image("nginx:1.28.0", "The proxy: nginx with a POSIX shell, curl and getent, as the Debian-based official image has them."),
    nginxExporter: image("nginx/nginx-prometheus-exporter:1.5.1", "Metrics of the proxy's connections."),
    nodeExporter: image("prom/node-exporter:v1.10.2", "Metrics of the health checker."),
    logExporter: image("ghcr.io/google/mtail:3.0.8", "mtail: makes metrics of the access log."),
});

const memory = size("6m", "1000g");

const resources = group({
    cpu: defaulted(group({
        request: defaulted(cores, "100m", { ...onKubernetes, doc: "Cores that each pod of the proxy gets when all are busy." }),
        limit: optional(cores, "no bound", { ...onKubernetes, doc: "Cores that it never exceeds." }),
    }), {}, { ...onKubernetes, doc: "Cores for each pod of the proxy." }),
    memory: defaulted(group({
        request: defaulted(memory, "128Mi", { ...onKubernetes, doc: "Memory that each pod of the proxy has for certain." }),
        limit: defaulted(switchable(memory), "512Mi", { ...onKubernetes, doc: "Memory beyond which it is killed and started again." }),
    }), {}, { ...onKubernetes, doc: "Memory for each pod of the proxy." }),
});

const proxy = group({
    replicas: defaulted(integer(2, 50, "pods"), 2, { ...onKubernetes, doc: "Pods of the proxy; one is never enough to be replaced unnoticed.", elsewhere: ["instances"] }),
    resources: defaulted(resources, {}, { ...onKubernetes, doc: "Cores and memory for each pod of the proxy." }),
});

const monitoring = group({
    discovery: defaulted(choice(["annotations", "operator"]), "annotations", {
        ...onKubernetes,
        doc: "How the cluster's Prometheus learns of the pods: prometheus.io annotations, or the Prometheus operator's PodMonitor and PrometheusRule.",
        link: "https://prometheus-operator.dev/docs/",
    }),
    namespace: optional(anyNamespace, "any", { ...onKubernetes, doc: "Namespace that Prometheus runs in, the only one that may read the metrics then." }),
    labels: defaulted(dictionary(labelName, labelValue, "label names to values"), {}, {
        ...onKubernetes,
        doc: "Labels by which the operator picks PodMonitor and PrometheusRule, such as {release: prometheus}.",
    }),
});

const serviceName = text("the name of a service", (value) => ({ value }));
const volumeName = text("the name of a volume of the service", (value) => ({ value }));

const ofService = group({
    ...podSettings,
    volumes: defaulted(dictionary(volumeName, claim, "volume names to their settings"), {}, { ...onKubernetes, doc: "The space of single volumes, by their names." }),
});

/** `evenkeel:kubernetes`: the cluster that runs everything. */
export const kubernetes = group({
    context: optional(contextName, "the current one", { ...onKubernetes, doc: "Context of the kubeconfig, which is the one that `kubectl` uses." }),
    namespace: optional(namespace, "`site.name`", { ...onKubernetes, doc: "Namespace of the stack, which is made when it is not there." }),
    updateTimeout: defaulted(duration({ from: "10s", to: "1h", wholeSeconds: true }), "5m", {
        ...onKubernetes,
        doc: "How long a rollout may go without getting any further; then the update fails and the old pods serve on.",
        elsewhere: ["progressDeadlineSeconds"],
    }),
    images: defaulted(images, {}, { ...onKubernetes, doc: "What the proxy's containers are started from." }),
    pullSecrets: defaulted(list(objectName, "names of Secrets", { identity: (value) => value, most: 20 }), [], {
        ...onKubernetes,
        doc: "Secrets of the namespace that images are pulled with.",
        elsewhere: ["imagePullSecrets"],
    }),
    endpoints: defaulted(choice(["pods", "service"]), "pods", {
        ...onKubernetes,
        doc: "What the proxy sends requests to: each pod by itself, or the Service, where a service mesh or the cluster's own balancing has to pick the pod.",
    }),
    proxy: defaulted(proxy, {}, { ...onKubernetes, doc: "The pods that nginx runs in." }),
    expose: defaulted(expose, {}, { ...onKubernetes, doc: "How clients get to the proxy." }),
    ...podSettings,
    volumes: defaulted(claim, {}, { ...onKubernetes, doc: "The space of every volume that says nothing else." }),
    services: defaulted(dictionary(serviceName, ofService, "names of services to their settings"), {}, {
        ...onKubernetes,
        doc: "What single services have otherwise: autoscaling, probes, and volumes by their names.",
    }),
    monitoring: defaulted(monitoring, {}, { ...onKubernetes, doc: "How the cluster's Prometheus finds what there is to measure, where the stack has `monitoring`." }),
});

/** The images where the stack file names none. */
export const usualClusterImages = builtIn(images, {});
