import type { Claim, KubernetesModel, Pods, Service } from "../../../config/model";
import type { Claim as Manifest, RolloutStrategy } from "./manifest";
import { claimName } from "./names";
import { binaryQuantity } from "./quantities";
import { metadata, oneByOne } from "./workload";

/** Storage that all pods of a service share. */
export function claims(model: KubernetesModel, service: Service, { claims }: Pods): Manifest[] {
    return claims.map(({ name, size, accessMode, storageClass }) => ({
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        metadata: metadata(model, claimName(model, service, name), { name: service.name, component: "application" }),
        spec: {
            accessModes: [accessMode],
            resources: { requests: { storage: binaryQuantity(size) } },
            ...(storageClass === null ? {} : { storageClassName: storageClass }),
        },
    }));
}

/** A new pod can't have what the old one still holds. */
export function strategyFor({ claims }: Pods): RolloutStrategy {
    return claims.some(holdsAlone) ? { type: "Recreate" } : oneByOne;
}

function holdsAlone({ accessMode }: Claim): boolean {
    return accessMode === "ReadWriteOnce" || accessMode === "ReadWriteOncePod";
}
