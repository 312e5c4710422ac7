/** The names of a service's instances where the target starts them: `app-1`, `app-2`, in that order. */
export function slotNames(service: string, count: number): string[] {
    return Array.from({ length: count }, (_, i) => `${service}-${i + 1}`);
}

/** The names of its backups: `app-backup-1`. */
export function backupSlotNames(service: string, count: number): string[] {
    return slotNames(`${service}-backup`, count);
}
