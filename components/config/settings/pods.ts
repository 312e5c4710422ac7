import { defaulted, inheriting, optional, required } from "../setting";
import { choice } from "../types/choice";
import { group } from "../types/group";
import { objectName } from "../types/kubernetes-names";
import { duration, size } from "../types/measure";
import { percent } from "../types/percent";
import { integer } from "../types/scalar";
import { switchable } from "../types/switchable";
import { webPath } from "../types/web-path";
import { onKubernetes } from "./targets";

const autoscalerDocs = "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/";
const probeDocs = "https://kubernetes.io/docs/concepts/workloads/pods/probes/";
const claimDocs = "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes";

/** @param most percent of the pods that may come or go at once. */
function pace(stabilization: string, share: number, period: string, most: number) {
    return group({
        stabilization: defaulted(duration({ from: "0s", to: "1h", wholeSeconds: true }), stabilization, {
            ...onKubernetes,
            doc: "How long the figures have to ask for it.",
        }),
        percent: defaulted(percent(1, most), share, { ...onKubernetes, doc: "Share of the pods that may come or go within a period." }),
        period: defaulted(duration({ from: "1s", to: "30m", wholeSeconds: true }), period, { ...onKubernetes, doc: "The period." }),
    });
}

const behavior = group({
    scaleUp: defaulted(pace("1m", 100, "30s", 1000), {}, { ...onKubernetes, doc: "How fast pods are added." }),
    scaleDown: defaulted(pace("5m", 50, "1m", 100), {}, { ...onKubernetes, doc: "How fast pods are taken away." }),
});

/** Below it, an instance that does nothing at all counts as busy, and there are always as many as there may be. */
const leastUsage = 5;

const usage = switchable(percent(leastUsage, 1000));

const autoscaling = group({
    min: optional(integer(1, 1000, "pods"), "the service's `instances`", { ...onKubernetes, doc: "Fewest instances.", elsewhere: ["minReplicas"] }),
    max: required(integer(1, 1000, "pods"), { ...onKubernetes, doc: "Most instances.", elsewhere: ["maxReplicas"] }),
    cpu: defaulted(usage, 70, {
        ...onKubernetes,
        doc: "Use of the cores that the service's `resources` request, in percent, that the autoscaler aims at.",
        elsewhere: ["averageUtilization", "targetCPUUtilizationPercentage"],
    }),
    memory: defaulted(usage, "off", { ...onKubernetes, doc: "The same for memory." }),
    behavior: defaulted(behavior, {}, { ...onKubernetes, doc: "How fast the number of instances follows." }),
});

const longest = { from: "1s", to: "1h", wholeSeconds: true };

function probe(path: string, interval: string, timeout: string) {
    return {
        path: inheriting(webPath, path, { ...onKubernetes, doc: "What is asked for; 2xx and 3xx are good answers." }),
        interval: inheriting(duration(longest), interval, { ...onKubernetes, doc: "Pause between two probes.", elsewhere: ["periodSeconds"] }),
        timeout: inheriting(duration(longest), timeout, { ...onKubernetes, doc: "How long an answer may take.", elsewhere: ["timeoutSeconds"] }),
        fall: inheriting(integer(1, 100, "probes"), 3, { ...onKubernetes, doc: "Bad answers in a row that count.", elsewhere: ["failureThreshold"] }),
    };
}

export const livenessSettings = probe("/healthz", "30s", "10s");
export const readinessSettings = probe("/readyz", "10s", "5s");

const probes = group({
    liveness: defaulted(group(livenessSettings), {}, { ...onKubernetes, doc: "A container that fails it is restarted.", link: probeDocs, elsewhere: ["livenessProbe"] }),
    readiness: defaulted(group(readinessSettings), {}, { ...onKubernetes, doc: "A pod that fails it gets no requests until it answers again.", link: probeDocs, elsewhere: ["readinessProbe"] }),
});

export const claimSettings = {
    size: inheriting(size("1m", "1000t"), "10Gi", { ...onKubernetes, doc: "Space that is asked for; it can grow where the storage class lets it, and never shrink.", elsewhere: ["storage"] }),
    accessMode: inheriting(choice(["ReadWriteMany", "ReadWriteOnce", "ReadOnlyMany", "ReadWriteOncePod"]), "ReadWriteMany", {
        ...onKubernetes,
        doc: "Who may use it at once; only ReadWriteMany and ReadOnlyMany are for more than one pod, and go without a break when it is replaced.",
        link: claimDocs,
        elsewhere: ["accessModes"],
    }),
    storageClass: inheriting(switchable(objectName), "off", {
        ...onKubernetes,
        doc: "Storage class; off: the cluster's default.",
        elsewhere: ["storageClassName"],
    }),
};

/** What a service's pods can be told apart from the container in them: for all services, or for one. */
export const podSettings = {
    autoscaling: inheriting(switchable(autoscaling), "off", {
        ...onKubernetes,
        doc: "Has the cluster decide how many instances there are.",
        elsewhere: ["hpa", "horizontalPodAutoscaler"],
        link: autoscalerDocs,
    }),
    probes: defaulted(probes, {}, { ...onKubernetes, doc: "What the cluster asks every pod for; a service's `health.command` takes the place of both paths." }),
};

export const claim = group(claimSettings);
