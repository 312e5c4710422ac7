import { nearestGiven } from "../inherit";
import type { Autoscaling, Claim, Pods, Probe } from "../model";
import { inherited } from "../setting";
import { claimSettings, livenessSettings, podSettings, readinessSettings } from "../settings/pods";
import { healthSettings } from "../settings/service-policy";
import type { CompleteService, CompleteStack } from "./complete-stack";
import { byText } from "./order";

type Block = CompleteStack["kubernetes"];
type ProbeEntry = Block["probes"]["liveness"];
type ClaimEntry = Block["volumes"];
type Given = Exclude<Block["autoscaling"], symbol>;

/** How many pods a service has, and what `evenkeel:kubernetes` says of them, for it alone or for all. */
export function resolvePods(name: string, service: CompleteService, { kubernetes, defaults }: CompleteStack): Pods {
    const own = kubernetes.services.find((entry) => entry.name === name)?.value;
    const replicas = countOf(service.instances);
    return {
        replicas,
        backups: countOf(service.backup),
        autoscaling: resolveAutoscaling(nearestGiven(podSettings.autoscaling, own === undefined ? inherited : own.autoscaling, kubernetes.autoscaling), replicas),
        probes: {
            liveness: resolveProbe("liveness", own?.probes.liveness, kubernetes.probes.liveness),
            readiness: resolveProbe("readiness", own?.probes.readiness, kubernetes.probes.readiness),
            startPeriod: nearestGiven(healthSettings.startPeriod, service.health.startPeriod, defaults.health.startPeriod),
        },
        claims: service.volumes
            .map((volume) => resolveClaim(volume.name, own?.volumes.find((entry) => entry.name === volume.name)?.value, kubernetes.volumes))
            .sort((a, b) => byText(a.name, b.name)),
    };
}

/** Pods that there are at the least while nothing is wrong: what an attempt on each of them counts. */
export function fewestPods({ autoscaling, replicas }: Pods): number {
    return autoscaling?.min ?? replicas;
}

function resolveAutoscaling(given: Given, replicas: number): Autoscaling | null {
    if (given === null) {
        return null;
    }
    const { min, max, cpu, memory, behavior } = given;
    return { min: min ?? replicas, max, cpu, memory, ...behavior };
}

const probeSettings = { liveness: livenessSettings, readiness: readinessSettings };

function resolveProbe(kind: keyof typeof probeSettings, own: ProbeEntry | undefined, shared: ProbeEntry): Probe {
    const settings = probeSettings[kind];
    return {
        path: nearestGiven(settings.path, own?.path ?? inherited, shared.path),
        interval: nearestGiven(settings.interval, own?.interval ?? inherited, shared.interval),
        timeout: nearestGiven(settings.timeout, own?.timeout ?? inherited, shared.timeout),
        fall: nearestGiven(settings.fall, own?.fall ?? inherited, shared.fall),
    };
}

function resolveClaim(name: string, own: ClaimEntry | undefined, shared: ClaimEntry): Claim {
    return {
        name,
        size: nearestGiven(claimSettings.size, own?.size ?? inherited, shared.size),
        accessMode: nearestGiven(claimSettings.accessMode, own?.accessMode ?? inherited, shared.accessMode),
        storageClass: nearestGiven(claimSettings.storageClass, own === undefined ? inherited : own.storageClass, shared.storageClass),
    };
}

function countOf(given: CompleteService["instances"] | null): number {
    return typeof given === "number" ? given : 0;
}
