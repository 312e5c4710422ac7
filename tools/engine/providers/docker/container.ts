import type Docker from "dockerode";
import type { Container, ContainerInspectInfo } from "dockerode";
import { equal, type ValueMap } from "../../values";
import { text, Undone, type Created } from "../provider";
import { ask, connect, found, messageOf, pause, unless, type Config } from "./client";
import { createOptions, endpoints, resources, restartPolicy } from "./container-options";
import { outputsOf } from "./container-outputs";
import { containerSchema } from "./container-schema";
import { findOrPull } from "./image";
import { hasLabels, itemsOf, textsOf } from "./labels";
import type { DockerType } from "./resource";

/** Lines of a container's log in the error of one that did not become healthy. */
const logLines = 20;

/** Inputs that Docker changes on a container that runs. */
const changeable = Object.entries(containerSchema).flatMap(([name, { edit }]) => (edit === "update" && name !== "mustRun" ? [name] : []));

/** `docker:index/container:Container`. */
export const container: DockerType = {
    schema: containerSchema,
    readBack: ["healthcheck", "mustRun", "ports"],
    version: 2,
    timed: true,
    computed: ["bridge", "containerLogs", "exitCode", "networkDatas"],
    deleteFirst: true,

    /** A container that should run and did not when it was last looked at is started by the next update. */
    drifted: ({ outputs }): ValueMap => (outputs["mustRun"] === false ? { mustRun: false } : {}),

    async create(config, inputs, log, repeated): Promise<Created> {
        const docker = await connect(config);
        await findOrPull(docker, text(inputs["image"]), log);
        if (repeated) {
            await removeHalf(config, inputs);
        }
        const made = await docker.createContainer(createOptions(inputs)).catch((error: unknown) => {
            throw new Undone(`Unable to create container: ${messageOf(error)}`);
        });
        try {
            await finish(docker, made, inputs);
            return { id: made.id, outputs: outputsOf(await made.inspect(), inputs) };
        } catch (error) {
            // One that is half made would be in the way of the next run.
            await ask(`${messageOf(error)}\nIt is in the way of the next run, as it can't be removed`, made.remove({ force: true, v: true }));
            throw new Undone(messageOf(error));
        }
    },

    async update(config, { id, inputs: before, outputs }, inputs): Promise<ValueMap> {
        const docker = await connect(config);
        const there = docker.getContainer(id);
        if (outputs["mustRun"] === false && inputs["mustRun"] !== false && inputs["start"] !== false) {
            await unless([304], "Unable to start container", there.start() as Promise<unknown>);
        }
        if (changeable.some(name => !equal(before[name], inputs[name]))) {
            await ask("Unable to update a container", there.update({ ...resources(inputs), RestartPolicy: restartPolicy(inputs) }));
        }
        return { mustRun: inputs["mustRun"] !== false, ...(inputs["ports"] === undefined ? {} : { ports: outputs["ports"] ?? [] }) };
    },

    async remove(config, { id, inputs }): Promise<void> {
        if (id === "") {
            await removeHalf(config, inputs);
        } else {
            await removeContainer((await connect(config)).getContainer(id), inputs);
        }
    },
};

/** What a creation that was cut off has left under the name; a container that says otherwise is somebody else's. */
async function removeHalf(config: Config, inputs: ValueMap): Promise<void> {
    const docker = await connect(config);
    const there = docker.getContainer(text(inputs["name"]));
    const state = await found("Unable to look for the container", there.inspect());
    if (state !== undefined && isAsked(state, inputs)) {
        await removeContainer(docker.getContainer(state.Id), inputs);
    }
}

function isAsked({ Config: made }: ContainerInspectInfo, inputs: ValueMap): boolean {
    return made.Image === text(inputs["image"]) && hasLabels(made.Labels, inputs) && textsOf(inputs["envs"]).every(variable => made.Env.includes(variable));
}

/** Stops in the time that the program grants it, and removes. */
async function removeContainer(there: Container, inputs: ValueMap): Promise<void> {
    const grace = Number(inputs["destroyGraceSeconds"] ?? 0);
    // 304: it has stopped already.
    await unless([304, 404], "Error stopping container", there.stop({ t: grace }) as Promise<unknown>);
    // 409: Docker is removing it already, as one that goes by itself when it stops.
    await unless([404, 409], "Error deleting container", there.remove({ v: inputs["removeVolumes"] !== false, force: true }) as Promise<unknown>);
    await found("Error waiting for container removal", there.wait({ condition: "removed" }) as Promise<unknown>);
}

/** All that has to come after a container's creation, as the provider has it. */
async function finish(docker: Docker, made: Container, inputs: ValueMap): Promise<void> {
    const networks = endpoints(inputs);
    if (networks.length > 0) {
        await leaveDefaultNetwork(docker, made);
    }
    for (const [network, settings] of networks) {
        await ask(`Unable to connect to network '${network}'`, docker.getNetwork(network).connect({ Container: made.id, EndpointConfig: settings }) as Promise<unknown>);
    }
    if (itemsOf(inputs["uploads"]).length > 0) {
        const { uploadArchive } = await import("./uploads");
        await ask("Unable to upload volume content", made.putArchive(uploadArchive(inputs), { path: "/" }));
    }
    if (inputs["start"] !== false) {
        await ask("Unable to start container", made.start() as Promise<unknown>);
        if (inputs["wait"] === true) {
            await becomeHealthy(made, Number(inputs["waitTimeout"] ?? 60));
        }
    }
}

async function leaveDefaultNetwork(docker: Docker, made: Container): Promise<void> {
    try {
        await docker.getNetwork("bridge").disconnect({ Container: made.id });
    } catch (error) {
        if (!/is not connected to the network bridge|network bridge not found/.test(messageOf(error))) {
            throw new Error(`Unable to disconnect the default network: ${messageOf(error)}`);
        }
    }
}

async function becomeHealthy(made: Container, seconds: number): Promise<void> {
    const end = Date.now() + seconds * 1000;
    for (;;) {
        const { Health } = (await ask("Unable to look at the container", made.inspect())).State;
        if (Health === undefined) {
            throw new Error("The container is to be waited for, and has no healthcheck to be waited with. Give it one, or leave `wait` out.");
        }
        if (Health.Status === "healthy") {
            return;
        }
        if (Date.now() > end) {
            throw new Error(`container failed to be in healthy state in ${String(seconds)} s; the last it said:\n${await lastLog(made)}`);
        }
        await pause(1000);
    }
}

async function lastLog(made: Container): Promise<string> {
    const state = await made.inspect();
    const log = await made.logs({ stdout: true, stderr: true, tail: logLines });
    return state.Config.Tty ? log.toString() : withoutFrames(log);
}

/** Without a terminal, Docker puts eight bytes before each piece of a log: which stream, and how long it is. */
function withoutFrames(log: Buffer): string {
    const pieces: Buffer[] = [];
    for (let at = 0; at + 8 <= log.length; ) {
        const end = at + 8 + log.readUInt32BE(at + 4);
        pieces.push(log.subarray(at + 8, end));
        at = end;
    }
    return Buffer.concat(pieces).toString("utf8");
}
