import { mapAt, textAt, textMapAt } from "../props";
import type { Props, Registered } from "../registered";

/** An object of a cluster, as a stack registers it or as the API server has filled it in. */
export interface KubernetesObject {
    readonly kind: string;
    readonly name: string;
    readonly labels: ReadonlyMap<string, string>;
    readonly resource: Registered;
    readonly spec: Props;
}

/** What the labels of everything say whose it is. */
export const label = { service: "app.kubernetes.io/name", site: "app.kubernetes.io/instance", component: "app.kubernetes.io/component" } as const;

export function kubernetesObjects(resources: readonly Registered[]): readonly KubernetesObject[] {
    return resources
        .filter(({ type }) => type.startsWith("kubernetes:"))
        .map(resource => {
            const metadata = mapAt(resource.props, "metadata");
            return {
                kind: textAt(resource.props, "kind") ?? resource.type.slice(resource.type.lastIndexOf(":") + 1),
                name: textAt(metadata, "name") ?? resource.name,
                labels: textMapAt(metadata, "labels"),
                resource,
                spec: mapAt(resource.props, "spec"),
            };
        });
}

export function objectsOf(objects: readonly KubernetesObject[], kind: string, component?: string): readonly KubernetesObject[] {
    return objects.filter(object => object.kind === kind && (component === undefined || object.labels.get(label.component) === component));
}

/** Of the pods that a Deployment makes. */
export function podSpec({ spec }: KubernetesObject): Props {
    return mapAt(spec, "template", "spec");
}
