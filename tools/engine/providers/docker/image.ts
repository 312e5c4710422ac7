import type Docker from "dockerode";
import type { ImageInspectInfo } from "dockerode";
import { isMap, type ValueMap } from "../../values";
import { text, Undone, type Created, type Log } from "../provider";
import { ask, connect, found, messageOf } from "./client";
import type { DockerType } from "./resource";
import type { Fields, Schema } from "./schema";

const buildFields: Fields = {
    context: { shape: "text", required: true },
    dockerfile: { shape: "text" },
    target: { shape: "text" },
    buildArgs: { shape: "map" },
    labels: { shape: "map" },
    noCache: { shape: "flag" },
    pullParent: { shape: "flag" },
};

const schema: Schema = {
    name: { shape: "text", edit: "replace", required: true },
    build: { shape: { one: buildFields }, edit: "replace" },
    triggers: { shape: "map", edit: "replace" },
    pullTriggers: { shape: "texts", edit: "replace", unordered: true },
    keepLocally: { shape: "flag", edit: "ignored", default: false },
    forceRemove: { shape: "flag", edit: "ignored", default: false },
};

/** What the provider writes down of a build besides what it was asked for. */
const usualBuild: ValueMap = {
    ...Object.fromEntries(["additionalContexts", "authConfigs", "cacheFroms", "cacheTos", "extraHosts", "secrets", "securityOpts", "tags", "ulimits"].map(name => [name, []])),
    ...Object.fromEntries(
        ["buildId", "buildLogFile", "builder", "cgroupParent", "cpuSetCpus", "cpuSetMems", "isolation", "networkMode", "platform", "provenance", "remoteContext", "sbom"].map(name => [name, ""]),
    ),
    ...Object.fromEntries(["sessionId", "target", "version"].map(name => [name, ""])),
    dockerfile: "Dockerfile",
    remove: true,
    useLegacyBuilder: false,
};

/** `docker:index/remoteImage:RemoteImage`. */
export const image: DockerType = {
    schema,
    version: 0,
    timed: true,
    computed: ["imageId", "repoDigest"],
    deleteFirst: false,
    readBack: ["build"],

    async create(config, inputs, log): Promise<Created> {
        const docker = await connect(config);
        const name = text(inputs["name"]);
        const { build } = inputs;
        if (isMap(build)) {
            const { buildImage } = await import("./build");
            await buildImage(docker, name, build, log);
        }
        const there = await findOrPull(docker, name, log);
        return { id: there.Id + name, outputs: { name, imageId: there.Id, repoDigest: digestFor(name, there), ...(isMap(build) ? { build: { ...usualBuild, ...build } } : {}) } };
    },

    update: (_config, { outputs: { build } }) => Promise.resolve(build === undefined ? {} : { build }),

    /** Takes away the name, and what then has no name. A name that has gone over to another image stays. */
    async remove(config, { inputs, outputs }): Promise<void> {
        const name = text(inputs["name"]);
        if (inputs["keepLocally"] === true) {
            return;
        }
        const docker = await connect(config);
        const there = await found("Unable to look for the image", docker.getImage(name).inspect());
        const known = outputs["imageId"];
        if (there !== undefined && (known === undefined || known === there.Id)) {
            await found("Unable to remove Docker image", docker.getImage(name).remove({ force: inputs["forceRemove"] === true }));
        }
    },
};

/** Pulls only what is not there. */
export async function findOrPull(docker: Docker, name: string, log: Log): Promise<ImageInspectInfo> {
    const here = await found(`Unable to look for the image ${name}`, docker.getImage(name).inspect());
    if (here !== undefined) {
        return here;
    }
    log(`${name} is not there yet: pulling it`);
    try {
        await pull(docker, name);
    } catch (error) {
        throw new Undone(`The image ${name} is neither on the engine nor to be had from its registry: ${messageOf(error)}`);
    }
    return ask(`The image ${name} was pulled and is not there`, docker.getImage(name).inspect());
}

async function pull(docker: Docker, name: string): Promise<void> {
    const stream = await docker.pull(name);
    await new Promise<void>((resolve, reject) => {
        docker.modem.followProgress(stream, error => {
            if (error === null) {
                resolve();
            } else {
                reject(error);
            }
        });
    });
}

/** Of several, the one of the repository that the name is of. */
function digestFor(name: string, { RepoDigests }: ImageInspectInfo): string {
    const digests = RepoDigests ?? [];
    const repository = name.split(":")[0] ?? "";
    return (digests.length > 1 ? digests.find(digest => digest.startsWith(repository)) : undefined) ?? digests[0] ?? "";
}
