import type { Problem } from "../problem";
import type { Draft } from "../settings/stack";
import type { Rule } from "./drafts";

const pages = ["prometheus", "alertmanager", "grafana"] as const;

/** Each page of the monitoring is published on a port of its own. */
export const monitoringPortsDiffer: Rule = ({ docker, target }) => {
    const first = new Map<number, string>();
    return pages.flatMap((page): Problem[] => {
        const port = docker?.monitoring?.ports?.[page];
        if (port === undefined || target !== "docker") {
            return [];
        }
        const earlier = first.get(port);
        first.set(port, earlier ?? page);
        return earlier === undefined ? [] : [{ path: `docker.monitoring.ports.${page}`, found: `${port}, the same as ${earlier}`, allowed: "a port of its own", fix: "Change one of the two." }];
    });
};

/** The site is published on the same machine. */
export const monitoringPortsAreFree: Rule = ({ monitoring, docker, target, site, tls }) => {
    const published = docker?.monitoring;
    if (target !== "docker" || monitoring?.enabled !== true || !meet(site?.listen, published?.listen)) {
        return [];
    }
    const taken = (["http", "https"] as const).filter((key) => key === "http" || tls?.mode !== "off");
    return pages.flatMap((page): Problem[] => {
        const port = published?.ports?.[page];
        const key = taken.find((candidate) => port !== undefined && site?.[candidate] === port);
        return key === undefined ? [] : [{ path: `docker.monitoring.ports.${page}`, found: `${port ?? ""}, the same as site.${key}`, allowed: "a port of its own", fix: "Change one of the two." }];
    });
};

/** Whether two addresses to publish on may be one; without one the site is published on all of them. */
function meet(site: NonNullable<Draft["site"]>["listen"] | undefined, monitoring: string | undefined): boolean {
    return site === null || isAny(site) || isAny(monitoring) || site === monitoring;
}

function isAny(address: string | undefined): boolean {
    return address === "0.0.0.0" || address === "::";
}
