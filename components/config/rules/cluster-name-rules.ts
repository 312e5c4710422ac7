import { itemPath, keyPath } from "../path";
import type { Problem } from "../problem";
import { backupPodsName, podsName } from "../slots";
import { asDnsLabel, isDnsLabel, reservedNamespaceFix } from "../types/kubernetes-names";
import { inCluster } from "./cluster-drafts";
import { countOf, present, servicesOf, type Rule, type ServiceEntry } from "./drafts";

/** The longest label of a DNS name (RFC 1035), which the name of a Service is. */
const longestLabel = 63;

/** What every stack has: `SITE-proxy`. */
const ownObjects = ["proxy"];

/** Every object is called after the site and its service; volumes are called by their names alone in pods. */
export const namesAreLabels: Rule = inCluster((draft) => {
    const site = draft.site?.name === undefined ? [] : [{ path: "site.name", name: draft.site.name }];
    const volumes = servicesOf(draft).flatMap(({ path, value }) =>
        (value.volumes ?? []).flatMap((volume, i) => (volume?.name === undefined ? [] : [{ path: keyPath(itemPath(`${path}.volumes`, i), "name"), name: volume.name }])),
    );
    return [...site, ...servicesOf(draft), ...volumes].filter(({ name }) => !isDnsLabel(name)).map(({ path, name }): Problem => ({
        path,
        found: `the name ${JSON.stringify(name)}`,
        allowed: "a name without _ and without a hyphen at its end, on kubernetes",
        fix: `Rename it, to \`${asDnsLabel(name)}\` for example: objects of a cluster are called after it.`,
    }));
});

/** A Service that no name leads to is of no use. */
export const namesOfServicesFit: Rule = inCluster((draft) => {
    const site = draft.site?.name;
    return servicesOf(draft).flatMap((service): Problem[] => {
        const longest = site === undefined ? "" : objectsOf(service).map((name) => `${site}-${name}`).reduce((a, b) => (b.length > a.length ? b : a), "");
        const over = longest.length - longestLabel;
        const fix = `Shorten the name of the service or \`site.name\` by ${over}.`;
        return over > 0 ? [{ path: service.path, found: `a Service with a name of ${longest.length} characters, ${longest}`, allowed: `at most ${longestLabel} characters`, fix }] : [];
    });
});

/** `app` with backups and a service `app-backup` would have the same pods. */
export const namesOfObjectsDiffer: Rule = inCluster((draft) => {
    const first = new Map<string, string>(ownObjects.map((name) => [name, "the load balancer itself"]));
    return inOrder(servicesOf(draft)).flatMap((service): Problem[] => {
        const names = objectsOf(service);
        const taken = names.find((name) => first.has(name));
        const owner = taken === undefined ? undefined : first.get(taken);
        for (const name of names) {
            first.set(name, first.get(name) ?? `\`${service.path}\``);
        }
        const found = `objects called ${draft.site?.name ?? ""}-${taken ?? ""}`;
        return owner === undefined ? [] : [{ path: service.path, found, allowed: "a service whose objects have names of their own", fix: `Rename the service: ${owner} has objects of this name already.` }];
    });
});

/** `a` with the volume `b-c` and `a-b` with the volume `c` would share their data. */
export const claimsHaveNamesOfTheirOwn: Rule = inCluster((draft) => {
    const first = new Map<string, ServiceEntry>();
    return inOrder(servicesOf(draft)).flatMap((service) => [...new Set(present(service.value.volumes).flatMap(({ name }) => name ?? []))].flatMap((volume): Problem[] => {
        const name = `${service.name}-${volume}`;
        const earlier = first.get(name);
        first.set(name, earlier ?? service);
        const fix = `Rename it: a volume of \`${earlier?.path ?? ""}\` has this name already.`;
        return earlier === undefined ? [] : [{ path: `${service.path}.volumes`, found: `${volume}, whose claim would be called ${draft.site?.name ?? ""}-${name}`, allowed: "names that no other volume has", fix }];
    }));
});

/** The namespace is called after the site where nothing else is said. */
export const siteMayHaveItsNamespace: Rule = inCluster(({ site }, { namespace }) => {
    const fix = namespace === null && site?.name !== undefined ? reservedNamespaceFix(site.name) : undefined;
    return fix === undefined ? [] : [{ path: "kubernetes.namespace", found: `nothing, so that it is ${site?.name ?? ""}`, allowed: "a namespace that is not the cluster's own", fix }];
});

/** Of Deployments and Services, without the site's name. */
function objectsOf({ name, value }: ServiceEntry): string[] {
    const named = (lead: typeof podsName): string[] => (["service", "pods"] as const).map((endpoints) => lead("", name, endpoints).slice(1));
    return [...named(podsName), ...(countOf(value.backup) > 0 ? named(backupPodsName) : [])];
}

function inOrder(services: readonly ServiceEntry[]): ServiceEntry[] {
    return [...services].sort((a, b) => (a.name < b.name ? -1 : 1));
}
