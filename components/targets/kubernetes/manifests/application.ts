import type { Container, KubernetesModel, Pods, Service } from "../../../config/model";
import { servicePodAnnotations } from "../monitoring/annotations";
import { strategyFor } from "./claims";
import type { Owner } from "./labels";
import type { Deployment } from "./manifest";
import { applicationName, backupName, claimName } from "./names";
import type { Container as ContainerManifest, EnvironmentVariable, Volume, VolumeMount } from "./pod";
import { probes } from "./probes";
import { resourceRequirements } from "./quantities";
import { anyContainer, anyPort, containerSecurity, departure, deployment, podSecurity, usualAccount, type Account } from "./workload";

/** A service as this target starts it. */
export interface Application {
    readonly service: Service;
    readonly container: Container;
    readonly pods: Pods;
    /** The Secret that holds its secrets; null: it has none. */
    readonly secretName: string | null;
}

/** Seconds in which a pod that is to go serves on at the least: every proxy's agent, and every cache of DNS, has learned of it by then. */
const leastPause = 10;

/** Below it, ports are root's to open, unless a pod says otherwise. */
const firstOpenPort = 1024;

export function applicationDeployment(model: KubernetesModel, application: Application): Deployment {
    const { service, pods } = application;
    return podsOf(model, application, applicationName(model, service), "application", pods.autoscaling === null ? pods.replicas : null);
}

/** Serve while all others are down: never scaled, because then it would be too late. */
export function backupDeployment(model: KubernetesModel, application: Application): Deployment {
    const { service, pods } = application;
    return podsOf(model, application, backupName(model, service), "backup", pods.backups);
}

function podsOf(model: KubernetesModel, application: Application, name: string, component: Owner["component"], replicas: number | null): Deployment {
    const { service, container, pods } = application;
    const { lifecycle, terminationGracePeriodSeconds } = departure(model.site.drain, leastPause);
    const volumes = volumesOf(model, application);
    return deployment(model, {
        name,
        owner: { name: service.name, component },
        image: imageOf(application),
        replicas,
        strategy: strategyFor(pods),
        annotations: servicePodAnnotations(model, service, portOf(service)),
        pod: {
            serviceAccountName: applicationName(model, service),
            terminationGracePeriodSeconds,
            securityContext: { ...podSecurity(accountOf(container)), ...(portOf(service) < firstOpenPort ? { sysctls: [anyPort] } : {}) },
            containers: [{ ...containerOf(application), lifecycle }],
            ...(volumes.length === 0 ? {} : { volumes }),
        },
    });
}

function containerOf(application: Application): ContainerManifest {
    const { service, container, pods } = application;
    const volumeMounts = mountsOf(container);
    return {
        name: service.name,
        image: imageOf(application),
        ...anyContainer,
        env: environment(application),
        ports: [{ name: "http", containerPort: portOf(service), protocol: "TCP" }],
        resources: resourceRequirements(container.resources),
        ...(volumeMounts.length === 0 ? {} : { volumeMounts }),
        ...probes(pods.probes, container),
        securityContext: containerSecurity(container.readOnly),
    };
}

/** The port that all pods of a service answer on. */
export function portOf({ name, instances }: Service): number {
    const port = instances[0]?.port;
    if (port === undefined) {
        throw new Error(`${name} has no instances.`);
    }
    return port;
}

function imageOf({ service, container }: Application): string {
    if (container.image.kind === "build") {
        throw new Error(`The validator accepted ${service.name}, whose image a cluster can't build.`);
    }
    return container.image.name;
}

/** Secrets last, so that what is plain reads in one piece. */
function environment({ service, container, secretName }: Application): EnvironmentVariable[] {
    return [
        { name: "APP_INSTANCE", valueFrom: { fieldRef: { apiVersion: "v1", fieldPath: "metadata.name" } } },
        { name: "PORT", value: String(portOf(service)) },
        ...container.env.map(({ name, value }) => ({ name, value: literal(value) })),
        ...(secretName === null ? [] : container.secrets.map(key => ({ name: key, valueFrom: { secretKeyRef: { name: secretName, key } } }))),
    ];
}

/** The kubelet takes `$(NAME)` for another variable, and `$$` for a dollar sign. */
function literal(value: string): string {
    return value.replaceAll("$", () => "$$");
}

/** `user` as the numbers that the validator has let through. */
function accountOf({ user }: Container): Account {
    if (user === null) {
        return usualAccount;
    }
    const [uid, gid = uid] = user.split(":").map(Number);
    if (uid === undefined || gid === undefined || !Number.isInteger(uid) || !Number.isInteger(gid)) {
        throw new Error(`The validator accepted the account ${user}, whose number a cluster can't know.`);
    }
    return { user: uid, group: gid };
}

function mountsOf(container: Container): VolumeMount[] {
    const shared = container.volumes.map(({ name, path, readOnly }) => ({ name: volumeName(name), mountPath: path, ...(readOnly ? { readOnly } : {}) }));
    return needsScratch(container) ? [...shared, { name: "tmp", mountPath: "/tmp" }] : shared;
}

function volumesOf(model: KubernetesModel, { service, container }: Application): Volume[] {
    const shared = container.volumes.map(({ name }) => ({ name: volumeName(name), persistentVolumeClaim: { claimName: claimName(model, service, name) } }));
    return needsScratch(container) ? [...shared, { name: "tmp", emptyDir: { medium: "Memory" } }] : shared;
}

function needsScratch({ readOnly, volumes }: Container): boolean {
    return readOnly && !volumes.some(({ path }) => path === "/tmp");
}

/** Users' names are apart from ours. */
function volumeName(name: string): string {
    return `claim-${name}`;
}
