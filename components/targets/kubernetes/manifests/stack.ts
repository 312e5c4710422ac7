import { createHash } from "node:crypto";
import type { KubernetesModel, Service } from "../../../config/model";
import type { Rendered } from "../../../proxy/rendered";
import { monitoringObjects } from "../monitoring/objects";
import { metricsPorts } from "../monitoring/pod";
import { podScripts } from "../scripts";
import { applicationDeployment, backupDeployment, type Application } from "./application";
import { autoscaler } from "./autoscaler";
import { claims } from "./claims";
import { agentMap, releaseMap } from "./config-maps";
import { entrance, proxyService, sitePorts } from "./exposure";
import { keptForRevisions } from "./labels";
import type { Deployment, Manifest, Namespace, Secret, Supporting } from "./manifest";
import { applicationName, backupName, certificateName, environmentName, proxyName } from "./names";
import { namespace } from "./namespace";
import { applicationPolicy, disruptionBudget, proxyPolicy } from "./policies";
import { proxyDeployment } from "./proxy";
import { services } from "./service";
import { metadata, serviceAccount } from "./workload";

/** Everything of one stack, in the order in which it comes to be. */
export interface StackManifests {
    readonly namespace: Namespace;
    readonly applications: readonly ApplicationManifests[];
    readonly proxy: ProxyManifests;
    /** For the cluster's monitoring; nothing here waits for it. */
    readonly monitoring: readonly Supporting[];
}

export interface ApplicationManifests {
    readonly service: Service;
    /** There before the pods. */
    readonly ground: readonly Supporting[];
    /** Its secrets; null: it has none. */
    readonly secret: Secret | null;
    readonly deployments: readonly DeploymentManifests[];
}

export interface ProxyManifests extends DeploymentManifests {
    readonly ground: readonly Supporting[];
    /** Certificate and key; null: TLS is off. */
    readonly secret: Secret | null;
}

export interface DeploymentManifests {
    readonly deployment: Deployment;
    /** What looks after its pods. */
    readonly keepers: readonly Supporting[];
}

/** Of a service's secrets: changes with the value of any of them. */
export type PrintOf = (service: Service) => string;

export function stackManifests(model: KubernetesModel, rendered: Rendered, printOf: PrintOf): StackManifests {
    return {
        namespace: namespace(model),
        applications: model.services.map(service => application(model, applicationOf(model, service, printOf))),
        proxy: proxy(model, rendered),
        monitoring: monitoringObjects(model),
    };
}

/** All in one list; secrets are no part of it. */
export function inOrder({ namespace, applications, proxy, monitoring }: StackManifests): readonly Manifest[] {
    const workloads = [...applications.flatMap(({ deployments }) => deployments), proxy];
    return [
        namespace,
        ...applications.flatMap(({ ground }) => ground),
        ...proxy.ground,
        ...workloads.map(({ deployment }) => deployment),
        ...workloads.flatMap(({ keepers }) => keepers),
        ...monitoring,
    ];
}

/** @param prints of each secret variable, as the stack has them. */
export function printOfSecrets(service: Service, prints: Readonly<Record<string, string | undefined>>): string {
    const lines = (service.container?.secrets ?? []).map(name => `${name} ${prints[`services.${service.name}.secrets.${name}`] ?? ""}`);
    return createHash("sha256").update(lines.join("\n")).digest("hex").slice(0, 8);
}

function applicationOf(model: KubernetesModel, service: Service, printOf: PrintOf): Application {
    const { container, pods } = service;
    if (container === null || pods === null) {
        throw new Error(`${service.name} has nothing to start its pods from.`);
    }
    return { service, container, pods, secretName: container.secrets.length === 0 ? null : environmentName(model, service, printOf(service)) };
}

function application(model: KubernetesModel, application: Application): ApplicationManifests {
    const { service, pods } = application;
    const [name, owner] = [applicationName(model, service), { name: service.name, component: "application" } as const];
    return {
        service,
        ground: [
            serviceAccount(model, name, owner),
            ...claims(model, service, pods),
            ...services(model, application, name, "application"),
            ...(pods.backups === 0 ? [] : services(model, application, backupName(model, service), "backup")),
            applicationPolicy(model, application),
        ],
        secret: environmentSecret(model, application),
        deployments: [primaries(model, application), ...(pods.backups === 0 ? [] : [backups(model, application)])],
    };
}

function primaries(model: KubernetesModel, application: Application): DeploymentManifests {
    const { service, pods: { autoscaling, replicas } } = application;
    const [name, owner] = [applicationName(model, service), { name: service.name, component: "application" } as const];
    return {
        deployment: applicationDeployment(model, application),
        keepers: [
            ...(autoscaling === null ? [] : [autoscaler(model, name, owner, autoscaling)]),
            ...((autoscaling?.max ?? replicas) > 1 ? [disruptionBudget(model, name, owner)] : []),
        ],
    };
}

function backups(model: KubernetesModel, application: Application): DeploymentManifests {
    const { service, pods } = application;
    const keepers = pods.backups > 1 ? [disruptionBudget(model, backupName(model, service), { name: service.name, component: "backup" })] : [];
    return { deployment: backupDeployment(model, application), keepers };
}

function environmentSecret(model: KubernetesModel, { service, secretName }: Application): Secret | null {
    const owner = { name: service.name, component: "application" } as const;
    return secretName === null ? null : { apiVersion: "v1", kind: "Secret", metadata: metadata(model, secretName, owner, keptForRevisions), type: "Opaque", immutable: true };
}

function proxy(model: KubernetesModel, rendered: Rendered): ProxyManifests {
    const owner = { name: "proxy", component: "proxy" } as const;
    const name = proxyName(model);
    return {
        ground: [
            serviceAccount(model, name, owner),
            releaseMap(model, rendered),
            agentMap(model, podScripts),
            proxyService(model),
            ...entrance(model),
            proxyPolicy(model, sitePorts(model).map(({ port }) => port), metricsPorts(model)),
        ],
        secret: model.tls.mode === "off" ? null : { apiVersion: "v1", kind: "Secret", metadata: metadata(model, certificateName(model), owner), type: "kubernetes.io/tls" },
        deployment: proxyDeployment(model, rendered),
        keepers: [disruptionBudget(model, name, owner)],
    };
}
