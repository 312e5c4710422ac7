import type { NetworkInspectInfo } from "dockerode";
import type { ValueMap } from "../../values";
import { text, Undone, type Created } from "../provider";
import { ask, connect, found, messageOf, patiently } from "./client";
import { hasLabels, itemsOf, labelFields, labelPairs, labelsOf, mapOf } from "./labels";
import type { DockerType } from "./resource";
import type { Schema } from "./schema";

const schema: Schema = {
    name: { shape: "text", edit: "replace", required: true },
    labels: { shape: { list: labelFields }, edit: "replace", unordered: true },
    driver: { shape: "text", edit: "replace", kept: true },
    options: { shape: "map", edit: "replace", kept: true },
    internal: { shape: "flag", edit: "replace", kept: true },
    attachable: { shape: "flag", edit: "replace", default: false },
    ipv6: { shape: "flag", edit: "replace", default: false },
    ipamDriver: { shape: "text", edit: "replace", default: "default" },
    ipamConfigs: {
        shape: { list: { subnet: { shape: "text" }, ipRange: { shape: "text" }, gateway: { shape: "text" }, auxAddress: { shape: "map" } } },
        edit: "replace",
        kept: true,
        unordered: true,
    },
};

/** `docker:index/network:Network`. */
export const network: DockerType = {
    schema,
    version: 1,
    timed: false,
    computed: ["driver", "internal", "ipamConfigs", "options", "scope"],
    deleteFirst: true,

    async create(config, inputs, _log, repeated): Promise<Created> {
        const docker = await connect(config);
        const name = text(inputs["name"]);
        const there = repeated ? await named(config, name) : undefined;
        if (there !== undefined && isAsked(there, inputs)) {
            return { id: there.Id, outputs: outputsOf(there) };
        }
        try {
            const { id } = await docker.createNetwork({ Name: name, CheckDuplicate: true, ...options(inputs) });
            return { id, outputs: outputsOf(await docker.getNetwork(id).inspect() as NetworkInspectInfo) };
        } catch (error) {
            throw new Undone(`Unable to create network: ${messageOf(error)}`);
        }
    },

    update: () => Promise.resolve({}),

    async remove(config, { id, inputs }): Promise<void> {
        const docker = await connect(config);
        const half = id === "" ? await named(config, text(inputs["name"])) : undefined;
        const which = id === "" ? (half !== undefined && isAsked(half, inputs) ? half.Id : undefined) : id;
        if (which !== undefined) {
            await patiently(
                message => message.includes("has active endpoints"),
                () => found("Unable to remove network", docker.getNetwork(which).remove() as Promise<unknown>),
            );
        }
    },
};

async function named(config: ValueMap, name: string): Promise<NetworkInspectInfo | undefined> {
    const docker = await connect(config);
    const networks = await ask("Unable to list networks", docker.listNetworks({ filters: { name: [name] } }));
    return networks.find(({ Name }) => Name === name);
}

/** Whether a network that stands under the name is what a creation that was cut off would have made. */
function isAsked(there: NetworkInspectInfo, inputs: ValueMap): boolean {
    return there.Driver === (text(inputs["driver"]) || "bridge") && there.Internal === (inputs["internal"] ?? false) && hasLabels(there.Labels, inputs);
}

function options(inputs: ValueMap): object {
    const { driver, internal, attachable, ipv6 } = inputs;
    const addresses = itemsOf(inputs["ipamConfigs"]).map(({ subnet, ipRange, gateway, auxAddress }) => ({
        ...(subnet === undefined ? {} : { Subnet: subnet }),
        ...(ipRange === undefined ? {} : { IPRange: ipRange }),
        ...(gateway === undefined ? {} : { Gateway: gateway }),
        ...(auxAddress === undefined ? {} : { AuxiliaryAddresses: mapOf(auxAddress) }),
    }));
    return {
        ...(driver === undefined ? {} : { Driver: driver }),
        Options: mapOf(inputs["options"]),
        Labels: labelsOf(inputs),
        Internal: internal === true,
        Attachable: attachable === true,
        EnableIPv6: ipv6 === true,
        IPAM: { Driver: text(inputs["ipamDriver"]) || "default", ...(addresses.length > 0 ? { Config: addresses } : {}) },
    };
}

function outputsOf(there: NetworkInspectInfo): ValueMap {
    const { Name, Driver, Internal, Attachable, Ingress, EnableIPv6, Scope, IPAM, Options, Labels } = there;
    return {
        name: Name,
        driver: Driver,
        internal: Internal,
        attachable: Attachable,
        ingress: Ingress,
        ipv6: EnableIPv6 ?? false,
        scope: Scope,
        ipamDriver: IPAM?.Driver ?? "default",
        ipamConfigs: (IPAM?.Config ?? []).map(({ Subnet, Gateway, IPRange }) => ({
            subnet: Subnet ?? "",
            gateway: Gateway ?? "",
            ipRange: IPRange ?? "",
            auxAddress: {},
        })),
        options: { ...Options },
        labels: labelPairs(Labels),
    };
}
