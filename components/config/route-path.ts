/** Whether a path lies at or below a prefix: `/api` covers `/api` and `/api/v1`, not `/apix`. */
export function covers(prefix: string, path: string): boolean {
    return prefix === "/" || path === prefix || path.startsWith(`${prefix}/`);
}
