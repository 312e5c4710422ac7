/** Paths that the proxy answers itself, exactly as they stand. */
export const ownPaths = ["/health", "/nginx-health", "/nginx_status"];

/** Everything below is the proxy's own. */
export const ownPrefix = "/-/evenkeel";

export function isOwnPath(path: string): boolean {
    return ownPaths.includes(path) || covers(ownPrefix, path);
}

/** Whether a path lies at or below a prefix: `/api` covers `/api` and `/api/v1`, not `/apix`. */
export function covers(prefix: string, path: string): boolean {
    return prefix === "/" || path === prefix || path.startsWith(`${prefix}/`);
}
