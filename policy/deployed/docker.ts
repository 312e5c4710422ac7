import { unlessEvery } from "./addresses";
import type { Deployed, DeployedService, Opening, Volume } from "./deployed";
import { dockerContainer, type DockerContainer, type Slot } from "./docker-containers";
import { placeOf } from "./places";
import { mapsAt, numberAt, textAt } from "./props";
import { proxyAt, releaseOf } from "./proxies";
import type { Registered } from "./registered";
import { settingsOf } from "./settings";

type Part = Omit<Deployed, "certificates" | "texts">;

/** What stands on an engine: containers, and the release that a command hands to the proxy's; undefined: there is none. */
export function dockerPart(resources: readonly Registered[]): Part | undefined {
    const [pushed] = resources.filter(({ type }) => type === "command:local:Command").flatMap(command => {
        const release = releaseOf(command);
        return release === undefined ? [] : [{ urn: command.urn, release }];
    });
    if (pushed === undefined) {
        return undefined;
    }
    const { name: site } = settingsOf(pushed.release);
    const containers = containersOf(resources, site);
    return {
        target: "docker",
        site,
        proxies: [proxyAt({ where: `container ${site}-proxy`, urn: pushed.urn }, 1, pushed.release).proxy],
        services: servicesOf(containers),
        containers: containers.map(({ container }) => container),
        volumes: volumesOf(resources, containers),
        openings: containers.flatMap(container => openingsOf(container, site)),
        // The engine is reached by its own client, which keeps host keys of its own.
        connections: [],
    };
}

function containersOf(resources: readonly Registered[], site: string): DockerContainer[] {
    const images = new Map(resources.filter(({ type }) => type === "docker:index/remoteImage:RemoteImage").map(image => [image.urn, image]));
    return resources.filter(({ type }) => type === "docker:index/container:Container").map(resource => dockerContainer(resource, site, images));
}

function servicesOf(containers: readonly DockerContainer[]): DeployedService[] {
    const slots = new Map<string, { readonly urn: string; readonly slots: Slot[] }>();
    for (const { slot, resource } of containers) {
        if (slot !== undefined) {
            const known = slots.get(slot.service) ?? { urn: resource.urn, slots: [] };
            known.slots.push(slot);
            slots.set(slot.service, known);
        }
    }
    return [...slots].map(([name, service]) => serviceOf(name, service.urn, service.slots)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function serviceOf(name: string, urn: string, slots: readonly Slot[]): DeployedService {
    const addresses = (backup: boolean): string[] => slots.filter(slot => slot.backup === backup).map(slot => `${slot.name}:${slot.port}`);
    const [instances, backup] = [addresses(false), addresses(true)];
    return { name, urn, instances, backup, minimum: instances.length, maximum: instances.length, backups: backup.length };
}

function volumesOf(resources: readonly Registered[], containers: readonly DockerContainer[]): Volume[] {
    const data = dataVolumes(containers);
    return resources
        .filter(({ type }) => type === "docker:index/volume:Volume")
        .map(resource => {
            const name = textAt(resource.props, "name") ?? resource.name;
            return { ...placeOf(resource), name, data: data.has(name), protect: resource.protect, retainOnDelete: resource.retainOnDelete };
        });
}

/** What instances have but the tools that they find there, and what the monitoring writes. */
function dataVolumes(containers: readonly DockerContainer[]): ReadonlySet<string> {
    const mounts = containers.flatMap(({ container, resource }) =>
        mapsAt(resource.props, "volumes").map(mount => ({ role: container.role, volume: textAt(mount, "volumeName") ?? "", readOnly: mount["readOnly"] === true })),
    );
    const filled = new Set(mounts.filter(({ role, readOnly }) => role === "tool" && !readOnly).map(({ volume }) => volume));
    const kept = mounts.filter(({ role, readOnly, volume }) => (role === "instance" && !filled.has(volume)) || (role === "monitoring" && !readOnly));
    return new Set(kept.map(({ volume }) => volume));
}

function openingsOf({ container: { where, urn }, resource, name }: DockerContainer, site: string): Opening[] {
    const part = name.startsWith(`${site}-`) ? name.slice(site.length + 1) : name;
    return mapsAt(resource.props, "ports").flatMap(port => {
        const external = numberAt(port, "external");
        return external === undefined ? [] : [{ where, urn, part, address: unlessEvery(textAt(port, "ip")), port: external, to: "outside" }];
    });
}
