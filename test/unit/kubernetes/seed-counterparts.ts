/** What stands for the seed's objects in the examples. */
export const counterparts: Readonly<Record<string, string>> = {
    "Deployment healthai-rag-deployment": "Deployment healthai-app",
    "Service healthai-rag-service": "Service healthai-proxy",
    "HorizontalPodAutoscaler healthai-rag-hpa": "HorizontalPodAutoscaler healthai-app",
    "PersistentVolumeClaim healthai-data-pvc": "PersistentVolumeClaim healthai-app-data",
    "PersistentVolumeClaim healthai-backup-pvc": "PersistentVolumeClaim healthai-app-backups",
};

/** A row of the seed that reads differently in the examples, on purpose. */
export interface Difference {
    /** Where it stands instead, in the counterpart or in another object; absent: in the same place. */
    readonly at?: string;
    readonly is: unknown;
    readonly because: string;
}

const named = "objects are named after the site and, where they belong to one, the service";
const labelled = "labels are the recommended ones, which tell instances of one application apart";
const ordered = "variables and volumes stand in an order of their own";
const container = "spec.template.spec.containers[0]";
const labels = "labels[app.kubernetes.io/name]";

/** By the seed's object and place. Everything else is the same, in the same place. */
export const differences: Readonly<Record<string, Difference>> = {
    "Deployment healthai-rag-deployment metadata.name": { is: "healthai-app", because: named },
    "Deployment healthai-rag-deployment metadata.labels.app": { at: `metadata.${labels}`, is: "app", because: labelled },
    "Deployment healthai-rag-deployment spec.selector.matchLabels.app": { at: "spec.selector.matchLabels[app.kubernetes.io/name]", is: "app", because: labelled },
    "Deployment healthai-rag-deployment spec.template.metadata.labels.app": { at: `spec.template.metadata.${labels}`, is: "app", because: labelled },
    "Deployment healthai-rag-deployment spec.replicas": {
        at: "HorizontalPodAutoscaler healthai-app spec.minReplicas",
        is: 3,
        because: "the autoscaler says how many there are: a number in the Deployment would take that back at every change",
    },
    [`Deployment healthai-rag-deployment ${container}.name`]: { is: "app", because: "a container has its service's name" },
    [`Deployment healthai-rag-deployment ${container}.image`]: { is: "healthai-rag:1.0.0", because: "a tag that moves can't be rolled out, and can't be gone back to" },
    [`Deployment healthai-rag-deployment ${container}.env[0].name`]: { at: `${container}.env[1].name`, is: "PORT", because: ordered },
    [`Deployment healthai-rag-deployment ${container}.env[0].value`]: { at: `${container}.env[1].value`, is: "8000", because: ordered },
    [`Deployment healthai-rag-deployment ${container}.livenessProbe.httpGet.port`]: { is: "http", because: "the name of the container's port 8000" },
    [`Deployment healthai-rag-deployment ${container}.readinessProbe.httpGet.port`]: { is: "http", because: "the name of the container's port 8000" },
    [`Deployment healthai-rag-deployment ${container}.livenessProbe.initialDelaySeconds`]: {
        at: `${container}.startupProbe.failureThreshold`,
        is: 65,
        because: "the startup probe gives a slow start 40 s and three failures more, in steps of 2 s, and a quick one does not wait for it",
    },
    [`Deployment healthai-rag-deployment ${container}.readinessProbe.initialDelaySeconds`]: {
        at: `${container}.startupProbe.periodSeconds`,
        is: 2,
        because: "the startup probe asks every 2 s from the start, so that a pod that is ready gets requests sooner",
    },
    [`Deployment healthai-rag-deployment ${container}.volumeMounts[0].name`]: { at: `${container}.volumeMounts[1].name`, is: "claim-data", because: ordered },
    [`Deployment healthai-rag-deployment ${container}.volumeMounts[0].mountPath`]: { at: `${container}.volumeMounts[1].mountPath`, is: "/app/data", because: ordered },
    [`Deployment healthai-rag-deployment ${container}.volumeMounts[1].name`]: { at: `${container}.volumeMounts[0].name`, is: "claim-backups", because: ordered },
    [`Deployment healthai-rag-deployment ${container}.volumeMounts[1].mountPath`]: { at: `${container}.volumeMounts[0].mountPath`, is: "/app/backups", because: ordered },
    "Deployment healthai-rag-deployment spec.template.spec.volumes[0].name": { at: "spec.template.spec.volumes[1].name", is: "claim-data", because: ordered },
    "Deployment healthai-rag-deployment spec.template.spec.volumes[0].persistentVolumeClaim.claimName": {
        at: "spec.template.spec.volumes[1].persistentVolumeClaim.claimName",
        is: "healthai-app-data",
        because: named,
    },
    "Deployment healthai-rag-deployment spec.template.spec.volumes[1].name": { at: "spec.template.spec.volumes[0].name", is: "claim-backups", because: ordered },
    "Deployment healthai-rag-deployment spec.template.spec.volumes[1].persistentVolumeClaim.claimName": {
        at: "spec.template.spec.volumes[0].persistentVolumeClaim.claimName",
        is: "healthai-app-backups",
        because: named,
    },
    "Service healthai-rag-service metadata.name": { is: "healthai-proxy", because: "clients reach the proxy, which sends their requests to the pods" },
    "Service healthai-rag-service metadata.labels.app": { at: `metadata.${labels}`, is: "proxy", because: labelled },
    "Service healthai-rag-service spec.selector.app": { at: "spec.selector[app.kubernetes.io/name]", is: "proxy", because: labelled },
    "Service healthai-rag-service spec.ports[0].targetPort": {
        at: "Service healthai-app-pods spec.ports[0].port",
        is: 8000,
        because: "clients reach the proxy on its own port 80, which sends their requests to the pods' port 8000",
    },
    "HorizontalPodAutoscaler healthai-rag-hpa metadata.name": { is: "healthai-app", because: named },
    "HorizontalPodAutoscaler healthai-rag-hpa spec.scaleTargetRef.name": { is: "healthai-app", because: named },
    "PersistentVolumeClaim healthai-data-pvc metadata.name": { is: "healthai-app-data", because: named },
    "PersistentVolumeClaim healthai-backup-pvc metadata.name": { is: "healthai-app-backups", because: named },
};
