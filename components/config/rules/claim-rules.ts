import { nearestGiven } from "../inherit";
import { itemPath } from "../path";
import type { Problem } from "../problem";
import { inherited } from "../setting";
import { claimSettings } from "../settings/pods";
import { entryOf, inCluster, mostPods, type ClusterDraft } from "./cluster-drafts";
import { present, servicesOf, type Rule, type ServiceEntry } from "./drafts";

type Volume = NonNullable<NonNullable<ServiceEntry["value"]["volumes"]>[number]>;

/** A volume with the access mode of its claim, and where that stands. */
interface Claimed {
    readonly service: ServiceEntry;
    readonly volume: Volume;
    /** Where the volume stands. */
    readonly at: string;
    readonly mode: string | undefined;
    /** Where its access mode stands. */
    readonly path: string;
}

/** A second pod would wait for ever, or start where the first one is. */
export const claimsAreForAllPods: Rule = inCluster((draft, kubernetes) =>
    servicesOf(draft).flatMap((service) => {
        const most = mostPods(service, kubernetes);
        const alone = claimedBy(service, kubernetes).filter(({ mode }) => most > 1 && (mode === "ReadWriteOnce" || mode === "ReadWriteOncePod"));
        return alone.map(({ path, mode, volume }): Problem => ({
            path,
            found: `${mode ?? ""}, with up to ${most} pods of ${service.name} that share ${volume.name ?? "it"}`,
            allowed: "ReadWriteMany, where a service has more than one pod",
            fix: "Set ReadWriteMany, with a storage class that has it (one of NFS, CephFS, EFS, Filestore or Azure Files, for example), or let the service have one pod: instances 1, and neither backup nor autoscaling.",
        }));
    }),
);

/** What nobody can write to can only be read. */
export const readOnlyClaimsAreRead: Rule = inCluster((draft, kubernetes) =>
    servicesOf(draft)
        .flatMap((service) => claimedBy(service, kubernetes))
        .filter(({ mode, volume }) => mode === "ReadOnlyMany" && volume.readOnly === false)
        .map(({ path, at }) => ({ path, found: `ReadOnlyMany, for \`${at}\`, which is not readOnly`, allowed: "ReadOnlyMany for volumes that are readOnly", fix: `Choose another mode, or set \`readOnly: true\` there.` })),
);

function claimedBy(service: ServiceEntry, kubernetes: ClusterDraft): Claimed[] {
    return (service.value.volumes ?? []).flatMap((volume, i): Claimed[] => {
        if (volume?.name === undefined) {
            return [];
        }
        const own = present(entryOf(kubernetes, service.name)?.value.volumes).find(({ name }) => name === volume.name);
        const given = own === undefined ? inherited : own.value.accessMode;
        const mode = nearestGiven(claimSettings.accessMode, given, kubernetes.volumes?.accessMode);
        const path = given === inherited ? "kubernetes.volumes" : (own?.path ?? "");
        return [{ service, volume, at: itemPath(`${service.path}.volumes`, i), mode, path: `${path}.accessMode` }];
    });
}
