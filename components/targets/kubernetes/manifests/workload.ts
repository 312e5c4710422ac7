import type { KubernetesModel, Milliseconds } from "../../../config/model";
import { labelsOf, selectorOf, versionLabel, type Labels, type Owner } from "./labels";
import type { Deployment, Metadata, RolloutStrategy, ServiceAccount } from "./manifest";
import type { Container, ContainerSecurity, PodSecurity, PodSpec, PodTemplate, SpreadConstraint } from "./pod";
import { wholeSeconds } from "./quantities";

/** What the application's Deployments and the proxy's have in common. */

/** The account of containers that ask for none: none that a machine has, so that nothing there is its. */
export const usualAccount = { user: 10_001, group: 10_001 } as const;

export interface Account {
    readonly user: number;
    readonly group: number;
}

/** What sets one Deployment apart from the others. */
export interface Workload {
    readonly name: string;
    readonly owner: Owner;
    /** Where the version comes from. */
    readonly image: string;
    readonly replicas: number | null;
    readonly strategy: RolloutStrategy;
    readonly annotations: Readonly<Record<string, string>>;
    readonly pod: Pick<PodSpec, "serviceAccountName" | "terminationGracePeriodSeconds" | "securityContext" | "initContainers" | "containers" | "volumes">;
}

/** How many revisions can be gone back to; what they need is kept for as long. */
const revisions = 5;

/** Seconds. Longer than anybody's memory of DNS, so that a new pod is known everywhere before an old one goes. */
const settlingTime = 10;

/** One by one, a new pod before an old one goes. */
export const oneByOne: RolloutStrategy = { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };

export function deployment(model: KubernetesModel, { name, owner, image, replicas, strategy, annotations, pod }: Workload): Deployment {
    const labels = { ...labelsOf(model, owner), ...versionLabel(image) };
    return {
        apiVersion: "apps/v1",
        kind: "Deployment",
        // Without it, a number that is the stack file's again would be no change, and the autoscaler's would stay.
        metadata: { ...metadata(model, name, owner), labels, annotations: { "evenkeel/scaled-by": replicas === null ? "autoscaler" : "stack-file" } },
        spec: {
            ...(replicas === null ? {} : { replicas }),
            revisionHistoryLimit: revisions,
            progressDeadlineSeconds: progressDeadline(model.target.updateTimeout),
            minReadySeconds: settlingTime,
            strategy,
            selector: { matchLabels: selectorOf(model, owner) },
            template: template(model, owner, { labels, annotations, pod }),
        },
    };
}

export function metadata(model: KubernetesModel, name: string, owner: Owner, more: Labels = {}): Metadata {
    return { name, namespace: model.target.namespace, labels: { ...labelsOf(model, owner), ...more } };
}

export function serviceAccount(model: KubernetesModel, name: string, owner: Owner): ServiceAccount {
    return { apiVersion: "v1", kind: "ServiceAccount", metadata: metadata(model, name, owner), automountServiceAccountToken: false };
}

/** The restricted profile's half that is the pod's. */
export function podSecurity({ user, group }: Account): PodSecurity {
    return {
        runAsNonRoot: true,
        runAsUser: user,
        runAsGroup: group,
        fsGroup: group,
        fsGroupChangePolicy: "OnRootMismatch",
        seccompProfile: { type: "RuntimeDefault" },
    };
}

/** Of the pod's own network alone: all ports are open to an account that is not root's. */
export const anyPort: NonNullable<PodSecurity["sysctls"]>[number] = { name: "net.ipv4.ip_unprivileged_port_start", value: "0" };

/** The restricted profile's half that is the container's. */
export function containerSecurity(readOnlyRootFilesystem: boolean): ContainerSecurity {
    return { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] }, readOnlyRootFilesystem };
}

/** What every container has, whatever it runs. */
export const anyContainer: Pick<Container, "imagePullPolicy" | "terminationMessagePolicy"> = {
    imagePullPolicy: "IfNotPresent",
    terminationMessagePolicy: "FallbackToLogsOnError",
};

/** How a pod goes. */
export interface Departure {
    readonly lifecycle: NonNullable<Container["lifecycle"]>;
    readonly terminationGracePeriodSeconds: number;
}

/**
 * A pod that is to go serves on for a pause, in which everybody learns of it, and only then is told to end, for which it
 * has the drain once more.
 *
 * @param least seconds that the pause has at the least.
 */
export function departure(drain: Milliseconds, least: number): Departure {
    const pause = Math.max(wholeSeconds(drain), least);
    return { lifecycle: { preStop: { sleep: { seconds: pause } } }, terminationGracePeriodSeconds: pause + wholeSeconds(drain) + stopMargin };
}

/** Seconds beyond the drain until a container that was told to end is made to. */
const stopMargin = 5;

/** The Deployment's own verdict comes after that of `up`, which says more: it must not come before. */
function progressDeadline(updateTimeout: Milliseconds): number {
    return Math.max(wholeSeconds(updateTimeout), settlingTime + 1);
}

function template(model: KubernetesModel, owner: Owner, { labels, annotations, pod }: Pick<Workload, "annotations" | "pod"> & { readonly labels: Labels }): PodTemplate {
    const { pullSecrets } = model.target;
    const { serviceAccountName, securityContext, terminationGracePeriodSeconds, ...containersAndVolumes } = pod;
    return {
        metadata: { labels, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
        spec: {
            serviceAccountName,
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            ...(pullSecrets.length === 0 ? {} : { imagePullSecrets: pullSecrets.map(name => ({ name })) }),
            securityContext,
            terminationGracePeriodSeconds,
            topologySpreadConstraints: ["kubernetes.io/hostname", "topology.kubernetes.io/zone"].map(key => spread(selectorOf(model, owner), key)),
            ...containersAndVolumes,
        },
    };
}

/** Counts the pods of one revision: those that are about to go say nothing of where the new ones belong. */
function spread(matchLabels: Labels, topologyKey: string): SpreadConstraint {
    return { maxSkew: 1, topologyKey, whenUnsatisfiable: "ScheduleAnyway", labelSelector: { matchLabels }, matchLabelKeys: ["pod-template-hash"] };
}
