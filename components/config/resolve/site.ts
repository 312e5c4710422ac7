import type { Compression, Header, Maintenance, Site, StaticFiles } from "../model";
import type { CompleteStack } from "./complete-stack";
import { byText, sorted } from "./order";
import { resolveRateLimit } from "./rate-limit";

/** What browsers are told unless the stack file says otherwise. */
const securityHeaders: Readonly<Record<string, string>> = {
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-XSS-Protection": "1; mode=block",
};

/** `evenkeel:site` with defaults and one order. */
export function resolveSite({ site, host, target }: CompleteStack): Site {
    const [main, ...others] = site.hosts;
    return {
        hosts: main === undefined ? [] : [main, ...sorted(others)],
        httpPort: site.http,
        httpsPort: site.https,
        // The container of the proxy has addresses of its own: which one of the machine it is, the target knows.
        listen: target === "docker" ? null : site.listen,
        rateLimit: resolveRateLimit(site.rateLimit),
        headers: resolveHeaders(site.headers),
        trustedProxies: sorted(site.trustedProxies),
        operators: sorted(site.operators),
        staticFiles: resolveStatic(site.static, host.prefix),
        maintenance: resolveMaintenance(site.maintenance),
        logging: site.logging,
        compression: resolveCompression(site.compression),
        drain: site.drain,
    };
}

function resolveHeaders(own: CompleteStack["site"]["headers"]): Header[] {
    const headers = new Map(Object.entries(securityHeaders).map(([name, value]) => [name.toLowerCase(), { name, value }]));
    for (const { name, value } of own) {
        const key = name.toLowerCase();
        if (value === null) {
            headers.delete(key);
        } else {
            headers.set(key, { name, value });
        }
    }
    return [...headers.values()].sort((a, b) => byText(a.name, b.name));
}

function resolveStatic(files: CompleteStack["site"]["static"], prefix: string): StaticFiles | null {
    return files === null ? null : { ...files, root: prefix === "/" ? files.root : `${prefix}${files.root}` };
}

function resolveMaintenance(maintenance: CompleteStack["site"]["maintenance"]): Maintenance | null {
    return maintenance === null ? null : { ...maintenance, allow: sorted(maintenance.allow) };
}

function resolveCompression(compression: CompleteStack["site"]["compression"]): Compression | null {
    return compression === null ? null : { ...compression, types: sorted(compression.types) };
}
