import { nearestGiven } from "../inherit";
import type { Container, Image, Metrics, Variable } from "../model";
import { healthSettings } from "../settings/service-policy";
import { ms } from "../units";
import type { CompleteService, CompleteStack } from "./complete-stack";
import { byText, sorted } from "./order";

type Shared = CompleteStack["defaults"]["health"];

/** What every instance of a service is started from. */
export function resolveContainer(service: CompleteService, shared: Shared): Container {
    const { env, secrets, resources, volumes, user, readOnly, health } = service;
    return {
        image: resolveImage(service),
        env: resolveVariables(env),
        secrets: sorted(secrets.map(({ name }) => name)),
        resources,
        volumes: [...volumes].sort((a, b) => byText(a.name, b.name)),
        user,
        readOnly,
        probe: nearestGiven(healthSettings.command, health.command, shared.command),
        startPeriod: nearestGiven(healthSettings.startPeriod, health.startPeriod, shared.startPeriod),
    };
}

export function resolveMetrics({ metrics }: CompleteService, { monitoring }: CompleteStack): Metrics | null {
    return metrics === null ? null : { path: metrics.path, interval: metrics.interval ?? monitoring?.interval ?? ms(15_000) };
}

function resolveImage({ image, build }: CompleteService): Image {
    return build === null ? { kind: "prebuilt", name: image ?? "" } : { kind: "build", ...build, args: resolveVariables(build.args) };
}

function resolveVariables(variables: CompleteService["env"]): Variable[] {
    return variables.map(({ name, value }) => ({ name, value })).sort((a, b) => byText(a.name, b.name));
}
