import type { Front } from "../deployed";
import { placeOf } from "../places";
import { mapsAt } from "../props";
import type { Registered } from "../registered";
import { kubernetesObjects, objectsOf } from "./objects";

/** The Ingress or route of a gateway by which clients come in; undefined: there is none. */
export function frontOf(resources: readonly Registered[]): Front | undefined {
    const objects = kubernetesObjects(resources);
    const fronts: Front[] = [
        ...objectsOf(objects, "Ingress").map(({ resource, spec }) => ({ ...placeOf(resource), kind: "ingress" as const, tls: mapsAt(spec, "tls").length > 0 })),
        ...objectsOf(objects, "HTTPRoute").map(({ resource }) => ({ ...placeOf(resource), kind: "gateway" as const, tls: undefined })),
    ];
    return fronts[0];
}
