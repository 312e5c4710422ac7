import type { Problem } from "../problem";
import { backupSlotNames, slotNames } from "../slots";
import { imageName } from "../types/image";
import { countOf, present, servicesOf, type Rule, type ServiceEntry } from "./drafts";

/** Containers and volumes that every stack has; `STACK-proxy` and the like are theirs. */
const ownContainers = ["proxy", "agent", "probe", "prometheus", "alertmanager", "grafana", "nginx-exporter", "node-exporter", "log-exporter"];

/** The stack's networks. */
const ownNetworks = ["front", "back", "monitoring"];

/** The longest label of a DNS name (RFC 1035), which a container's name is on its networks. */
const longestLabel = 63;

/** What follows a slot in its container's name: a hyphen and eight digits that tell one generation from another. */
const generation = "-01234567";

/** On the stack's networks a name leads to one thing. */
export const namesOfContainersDiffer: Rule = (draft) => {
    if (draft.target !== "docker") {
        return [];
    }
    const first = new Map<string, string>();
    const own = ownContainers.flatMap((name) => [name, `${draft.site?.name ?? ""}-${name}`]);
    for (const name of [...own, ...ownNetworks]) {
        first.set(name, "the load balancer itself");
    }
    return [...servicesOf(draft)].sort(byName).flatMap((service): Problem[] => {
        const names = namesOf(service);
        const taken = names.find((name) => first.has(name));
        const owner = taken === undefined ? undefined : first.get(taken);
        for (const name of names) {
            first.set(name, first.get(name) ?? `\`${service.path}\``);
        }
        return owner === undefined ? [] : [{ path: service.path, found: `the name ${taken ?? ""}`, allowed: "a service whose name, and those of its instances, nothing else has", fix: `Rename the service: ${owner} has this name already.` }];
    });
};

/** A container that no name leads to is of no use. */
export const namesOfContainersFit: Rule = (draft) => {
    const stack = draft.site?.name;
    if (draft.target !== "docker" || stack === undefined) {
        return [];
    }
    return servicesOf(draft).flatMap((service): Problem[] => {
        const longest = slotsOf(service).map((slot) => `${stack}-${slot}${generation}`).reduce((a, b) => (b.length > a.length ? b : a), "");
        const over = longest.length - longestLabel;
        const fix = `Shorten the name of the service or \`site.name\` by ${over}.`;
        return over > 0 ? [{ path: service.path, found: `containers with names of ${longest.length} characters, such as ${longest}`, allowed: `at most ${longestLabel} characters`, fix }] : [];
    });
};

/** An image that is built is called after its stack and service, which not every name is fit for. */
export const builtImagesHaveGoodNames: Rule = ({ target, site, services }) =>
    present(target === "docker" ? services : []).flatMap(({ name, path, value }): Problem[] => {
        const image = `${site?.name ?? "stack"}-${name}`;
        const good = value.build === null || value.build === undefined || imageName.test(image);
        const fix = "Rename the service or `site.name`, so that there is a letter or digit at the end and on both sides of _.";
        return good ? [] : [{ path, found: `an image called ${image}`, allowed: "a name that the engine accepts for the image that it builds", fix }];
    });

/** `a` with the volume `b-c` and `a-b` with the volume `c` would share their data. */
export const volumesHaveNamesOfTheirOwn: Rule = (draft) => {
    if (draft.target !== "docker") {
        return [];
    }
    const first = new Map<string, ServiceEntry>();
    return [...servicesOf(draft)].sort(byName).flatMap((service) => [...new Set(present(service.value.volumes).flatMap(({ name }) => name ?? []))].flatMap((volume): Problem[] => {
        const name = `${service.name}-${volume}`;
        const earlier = first.get(name);
        first.set(name, earlier ?? service);
        const fix = `Rename it: a volume of \`${earlier?.path ?? ""}\` has this name already.`;
        return earlier === undefined ? [] : [{ path: `${service.path}.volumes`, found: `${volume}, which the engine would call ${draft.site?.name ?? ""}-${name}`, allowed: "names that no other volume has", fix }];
    }));
};

function namesOf(service: ServiceEntry): string[] {
    return [service.name, ...slotsOf(service)];
}

function slotsOf({ name, value }: ServiceEntry): string[] {
    return [...slotNames(name, countOf(value.instances)), ...backupSlotNames(name, countOf(value.backup))];
}

function byName(a: ServiceEntry, b: ServiceEntry): number {
    return a.name < b.name ? -1 : 1;
}
