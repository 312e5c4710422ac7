import { describe, isMap } from "../found";
import { defaulted, inherited, inheriting, optional, required } from "../setting";
import { leaf, refuse, type At, type Parsed, type Type } from "../type";
import { address, addressFix, connectable, parseAddress } from "../types/address";
import { group, type GroupOf } from "../types/group";
import { list } from "../types/list";
import { listOrCount } from "../types/per-target";
import { integer } from "../types/scalar";
import { switchable } from "../types/switchable";
import { nginxModule } from "./links";
import { onHosts } from "./targets";

const settings = {
    address: required(address, { ...onHosts, doc: "IP address or host name; the proxy looks a name up when it loads its configuration." }),
    port: optional(integer(1, 65_535), "the service's port", { ...onHosts, doc: "Port of the instance." }),
    weight: defaulted(integer(1, 1000), 1, {
        ...onHosts,
        doc: "Share of the requests, relative to the other instances.",
        link: nginxModule("upstream", "server"),
    }),
    maxConnections: inheriting(switchable(integer(1, 1_000_000, "connections")), "off", {
        ...onHosts,
        doc: "Connections to this instance at once.",
        link: nginxModule("upstream", "max_conns"),
    }),
};

/** An instance as the stack file has it: what it leaves out comes from its service. */
export type InstanceEntry = GroupOf<typeof settings>;

const allowed = "address:port, an address, or a map with the keys address, port, weight, maxConnections";
const detailed = group(settings);
const short = leaf({
    allowed,
    schema: { type: "string", minLength: 1 },
    parse: (raw) => (typeof raw === "string" ? parseShort(raw) : { fix: "Write the address and the port as one text, such as 10.0.0.5:8000." }),
});

const instance: Type<InstanceEntry> = {
    allowed,
    schema: { anyOf: [short.schema, detailed.schema] },
    parts: detailed.parts,
    read: (raw, at: At) => (isMap(raw) && !Object.hasOwn(raw, "secure") ? detailed.read(raw, at) : short.read(raw, at)),
};

/** `instances` and `backup`: where each one answers on a host, how many there are where they are started for the user. */
export function instances(least: number, most: number): Type<readonly (InstanceEntry | undefined)[] | number> {
    return listOrCount(list(instance, "instances", { least, fix: placesFix }), counted(least, most));
}

function counted(least: number, most: number): Type<number> {
    const plain = integer(least, most);
    return {
        ...plain,
        read: (raw, at) => {
            const fix = countFix(raw, { least, most }, at);
            return fix === undefined ? plain.read(raw, at) : refuse(at, { found: describe(raw), allowed: plain.allowed, fix });
        },
    };
}

function countFix(raw: unknown, { least, most }: { readonly least: number; readonly most: number }, { target }: At): string | undefined {
    if (Array.isArray(raw)) {
        return `Write how many, such as ${Math.min(most, Math.max(least, raw.length))}: on ${target ?? "this target"} they are started for you.`;
    }
    const isTooFew = typeof raw === "number" && raw < least && least > 0;
    return isTooFew ? `Keep ${least}: to take the service away remove it, to close the site for a while set \`site.maintenance: on\`.` : undefined;
}

function placesFix(raw: unknown): string | undefined {
    return typeof raw === "number"
        ? `Write where they are, such as [10.0.0.5:8000]: a number of instances (${raw}) works only where containers are started for you.`
        : undefined;
}

function parseShort(raw: string): Parsed<InstanceEntry> {
    const match = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d{1,6}))?$/.exec(raw);
    if (match === null) {
        return { fix: shortFix(raw) };
    }
    const host = parseAddress(match[1] ?? match[2] ?? "");
    const good = "fix" in host ? host : connectable(host.value);
    return "fix" in good ? good : withPort(good.value, match[3]);
}

function withPort(host: string, port: string | undefined): Parsed<InstanceEntry> {
    const number = port === undefined ? null : Number(port);
    if (number !== null && (number < 1 || number > 65_535)) {
        return { fix: "Choose a port from 1 to 65535." };
    }
    return { value: { address: host, port: number, weight: 1, maxConnections: inherited } };
}

function shortFix(raw: string): string {
    const bare = parseAddress(raw);
    if ("value" in bare) {
        return `Put the IPv6 address in brackets: "[${bare.value}]", with a port "[${bare.value}]:8000".`;
    }
    return raw.includes("://") ? addressFix(raw) : "Write an address and a port, such as 10.0.0.5:8000.";
}
