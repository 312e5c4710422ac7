/** The names of a service's instances where the target starts them: `app-1`, `app-2`, in that order. */
export function slotNames(service: string, count: number): string[] {
    return Array.from({ length: count }, (_, i) => `${service}-${i + 1}`);
}

/** The names of its backups: `app-backup-1`. */
export function backupSlotNames(service: string, count: number): string[] {
    return slotNames(`${service}-backup`, count);
}

/** The name that leads to a service's pods in its cluster: to each that is ready, or to the Service that picks one. */
export function podsName(site: string, service: string, endpoints: "pods" | "service"): string {
    return endpoints === "pods" ? `${site}-${service}-pods` : `${site}-${service}`;
}

/** The name that leads to the pods of its backups. */
export function backupPodsName(site: string, service: string, endpoints: "pods" | "service"): string {
    return podsName(site, `${service}-backup`, endpoints);
}
