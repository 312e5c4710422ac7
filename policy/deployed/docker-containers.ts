import { goSeconds } from "./durations";
import type { Container, Probe } from "./deployed";
import { placeOf } from "./places";
import { mapAt, mapsAt, numberAt, textAt, textsAt } from "./props";
import type { Props, Registered } from "./registered";

/** A container with what else its target's reader asks of it. */
export interface DockerContainer {
    readonly container: Container;
    readonly resource: Registered;
    /** Its own on the engine. */
    readonly name: string;
    readonly slot: Slot | undefined;
}

/** The place of an instance, which generations of containers take one after the other. */
export interface Slot {
    /** `app-1`, `app-backup-1`: the name by which the proxy finds the instance. */
    readonly name: string;
    readonly service: string;
    readonly port: string;
    readonly backup: boolean;
}

const bytesPerMegabyte = 1024 ** 2;
/** The engine's weight of a container that asks for a whole core. */
const sharesPerCore = 1024;

/** @param images the resources that containers' images may come from, by their URNs. */
export function dockerContainer(resource: Registered, site: string, images: ReadonlyMap<string, Registered>): DockerContainer {
    const { props } = resource;
    const slot = slotOf(props);
    const name = textAt(props, "name") ?? resource.name;
    const container = {
        ...placeOf(resource),
        role: slot === undefined ? roleOf(props, name, site) : "instance",
        service: slot?.service,
        ...imageOf(resource, images),
        // A set to the engine, whose provider keeps it in an order of its own.
        env: textsAt(props, "envs").map(variable).sort((a, b) => (a.name < b.name ? -1 : 1)),
        limits: { memory: bound(props, "memory", bytesPerMegabyte) },
        requests: { cpu: bound(props, "cpuShares", 1 / sharesPerCore), memory: bound(props, "memoryReservation", bytesPerMegabyte) },
        readiness: probeOf(mapAt(props, "healthcheck")),
        liveness: undefined,
        startup: undefined,
    } as const;
    return { container, resource, name, slot };
}

function roleOf(props: Props, name: string, site: string): Container["role"] {
    if (name === `${site}-proxy`) {
        return "proxy";
    }
    return mapsAt(props, "networksAdvanced").some(network => textAt(network, "name") === `${site}-monitoring`) ? "monitoring" : "tool";
}

/** Instances alone have a label for it; their service is the other one of the names that they have in their network. */
function slotOf(props: Props): Slot | undefined {
    const name = mapsAt(props, "labels").find(label => textAt(label, "label") === "evenkeel.slot")?.["value"];
    if (typeof name !== "string") {
        return undefined;
    }
    const aliases = mapsAt(props, "networksAdvanced").flatMap(network => textsAt(network, "aliases"));
    const service = aliases.find(alias => alias !== name && name.startsWith(`${alias}-`)) ?? name.replace(/(-backup)?-\d+$/, "");
    const port = textsAt(props, "envs").map(variable).find(each => each.name === "PORT")?.value ?? "";
    return { name, service, port, backup: name.startsWith(`${service}-backup-`) };
}

/** Its id is known only when the image is there: what is pulled or built says what it is called. */
function imageOf({ props, propertyDependencies }: Registered, images: ReadonlyMap<string, Registered>): Pick<Container, "image" | "built"> {
    const from = (propertyDependencies["image"] ?? []).flatMap(urn => images.get(urn) ?? []);
    const id = textAt(props, "image");
    const source = from[0]?.props ?? [...images.values()].find(image => id !== undefined && textAt(image.props, "imageId") === id)?.props ?? {};
    return { image: textAt(source, "name") ?? id ?? "", built: Object.keys(mapAt(source, "build")).length > 0 };
}

function variable(text: string): { readonly name: string; readonly value: string } {
    const [name = "", ...value] = text.split("=");
    return { name, value: value.join("=") };
}

function probeOf(healthcheck: Props): Probe | undefined {
    const [kind, ...words] = textsAt(healthcheck, "tests");
    if (kind === undefined || kind === "NONE") {
        return undefined;
    }
    return {
        asks: questionOf(words),
        interval: goSeconds(textAt(healthcheck, "interval") ?? "") ?? 30,
        timeout: goSeconds(textAt(healthcheck, "timeout") ?? "") ?? 30,
        fall: numberAt(healthcheck, "retries") ?? 3,
    };
}

/** The tool that instances are given asks for a page, as a kubelet does. */
function questionOf(words: readonly string[]): string {
    const url = /^\/evenkeel\/wget .* http:\/\/[^/]+(\/\S*)$/.exec(words.join(" "));
    return url?.[1] === undefined ? words.join(" ") : `GET ${url[1]}`;
}

/** The engine says 0 where there is none. */
function bound(props: Props, key: string, unit: number): number | undefined {
    const count = numberAt(props, key) ?? 0;
    return count === 0 ? undefined : count * unit;
}
