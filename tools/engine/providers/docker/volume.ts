import type { VolumeInspectInfo } from "dockerode";
import type { ValueMap } from "../../values";
import { text, Undone, type Created } from "../provider";
import { connect, found, messageOf, patiently } from "./client";
import { labelFields, labelPairs, labelsOf, mapOf } from "./labels";
import type { DockerType } from "./resource";
import type { Schema } from "./schema";

const schema: Schema = {
    name: { shape: "text", edit: "replace", required: true },
    labels: { shape: { list: labelFields }, edit: "replace", unordered: true },
    driver: { shape: "text", edit: "replace", kept: true },
    driverOpts: { shape: "map", edit: "replace" },
};

/** `docker:index/volume:Volume`. Creating one that is there already takes it as it is: so Docker has it. */
export const volume: DockerType = {
    schema,
    version: 1,
    timed: false,
    computed: ["driver", "mountpoint"],
    deleteFirst: true,

    async create(config, inputs): Promise<Created> {
        const docker = await connect(config);
        const driver = text(inputs["driver"]);
        const options = { Name: text(inputs["name"]), Labels: labelsOf(inputs), DriverOpts: mapOf(inputs["driverOpts"]), ...(driver === "" ? {} : { Driver: driver }) };
        try {
            await docker.createVolume(options);
            const made = await docker.getVolume(options.Name).inspect();
            return { id: made.Name, outputs: outputsOf(made) };
        } catch (error) {
            throw new Undone(`Unable to create volume: ${messageOf(error)}`);
        }
    },

    update: () => Promise.resolve({}),

    async remove(config, { id, inputs }): Promise<void> {
        const docker = await connect(config);
        await patiently(
            message => message.includes("volume is in use"),
            () => found("Unable to remove volume", docker.getVolume(id || text(inputs["name"])).remove({ force: true }) as Promise<unknown>),
        );
    },
};

function outputsOf({ Name, Driver, Mountpoint, Labels, Options }: VolumeInspectInfo): ValueMap {
    return { name: Name, driver: Driver, mountpoint: Mountpoint, labels: labelPairs(Labels), driverOpts: { ...Options } };
}
