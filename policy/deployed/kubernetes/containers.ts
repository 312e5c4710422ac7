import type { Container, Probe } from "../deployed";
import { mapAt, mapsAt, numberAt, textAt, textsAt } from "../props";
import type { Props } from "../registered";
import { label, podSpec, type KubernetesObject } from "./objects";
import { quantity } from "./quantities";

/** Every container of a Deployment's pods, those first that start first. */
export function containersOf(deployment: KubernetesObject): Container[] {
    const spec = podSpec(deployment);
    const isProxy = deployment.labels.get(label.component) === "proxy";
    const main = mapsAt(spec, "containers").map(props => containerOf(deployment, props, isProxy ? "proxy" : "instance"));
    const beside = mapsAt(spec, "initContainers").map(props => containerOf(deployment, props, textAt(props, "name")?.endsWith("-exporter") === true ? "monitoring" : "tool"));
    return [...beside, ...main];
}

function containerOf({ name, labels, resource: { urn } }: KubernetesObject, props: Props, role: Container["role"]): Container {
    const requirements = mapAt(props, "resources");
    return {
        where: `container ${textAt(props, "name") ?? ""} of Deployment ${name}`,
        urn,
        role,
        service: role === "instance" ? labels.get(label.service) : undefined,
        image: textAt(props, "image") ?? "",
        built: false,
        env: mapsAt(props, "env").map(variable => ({ name: textAt(variable, "name") ?? "", value: textAt(variable, "value") })),
        limits: { memory: amountAt(mapAt(requirements, "limits"), "memory") },
        requests: { cpu: amountAt(mapAt(requirements, "requests"), "cpu"), memory: amountAt(mapAt(requirements, "requests"), "memory") },
        readiness: probeOf(mapAt(props, "readinessProbe")),
        liveness: probeOf(mapAt(props, "livenessProbe")),
        startup: probeOf(mapAt(props, "startupProbe")),
    };
}

function amountAt(props: Props, key: string): number | undefined {
    return numberAt(props, key) ?? quantity(textAt(props, key));
}

/** With what the API server fills in where nothing is said. */
function probeOf(props: Props): Probe | undefined {
    const asks = questionOf(props);
    return asks === undefined
        ? undefined
        : { asks, interval: numberAt(props, "periodSeconds") ?? 10, timeout: numberAt(props, "timeoutSeconds") ?? 1, fall: numberAt(props, "failureThreshold") ?? 3 };
}

function questionOf(props: Props): string | undefined {
    const command = textsAt(mapAt(props, "exec"), "command");
    if (command.length > 0) {
        return command.join(" ");
    }
    const [page, socket] = [mapAt(props, "httpGet"), mapAt(props, "tcpSocket")];
    if (page["port"] !== undefined) {
        return `GET ${textAt(page, "path") ?? "/"}`;
    }
    return socket["port"] === undefined ? undefined : `TCP ${String(numberAt(socket, "port") ?? textAt(socket, "port") ?? "")}`;
}
