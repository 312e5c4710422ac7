import type { KubernetesModel } from "../../../config/model";
import { portOf, type Application } from "./application";
import { selectorOf, type Owner } from "./labels";
import type { Service } from "./manifest";
import { podsName } from "./names";
import { metadata } from "./workload";

/** One address for all pods of a Deployment, and one name under which each of those that are ready is found by itself. */
export function services(model: KubernetesModel, { service }: Application, deployment: string, component: Owner["component"]): Service[] {
    const owner = { name: service.name, component };
    const spec = { type: "ClusterIP", selector: selectorOf(model, owner), ports: [{ name: "http", protocol: "TCP", port: portOf(service), targetPort: "http" }] } as const;
    const base = { apiVersion: "v1", kind: "Service" } as const;
    return [
        { ...base, metadata: metadata(model, deployment, owner), spec: { ...spec, ports: [...spec.ports] } },
        { ...base, metadata: metadata(model, podsName(deployment), owner), spec: { ...spec, ports: [...spec.ports], clusterIP: "None" } },
    ];
}
