import { createHash } from "node:crypto";
import type { Container, DockerModel, Instance, Resources, Service } from "../../config/model";
import { boundedLogs } from "./logs";
import { cores, cpuShares, megabytes } from "./measures";
import { networkName, volumeName } from "./names";
import { instanceHealthcheck, toolsFolder, toolsVolume, type Healthcheck } from "./probe";

/** An instance of a service where the target starts it: one place, which generations of containers take one after the other. */
export interface Slot {
    readonly service: Service;
    readonly container: Container;
    readonly instance: Instance;
    /** Tells the instance which one it is: `1`, `backup-1`. */
    readonly number: string;
}

/** Everything that makes a container what it is, but its image's id and secret variables; whatever changes here makes another generation. */
export interface GenerationSpec {
    readonly hostname: string;
    /** `NAME=value` */
    readonly envs: string[];
    readonly user?: string;
    readonly restart: "unless-stopped";
    readonly readOnly: boolean;
    readonly tmpfs?: Record<string, string>;
    readonly memory?: number;
    readonly memorySwap?: number;
    readonly memoryReservation?: number;
    readonly cpus?: string;
    readonly cpuShares?: number;
    readonly capabilities: { readonly drops: string[] };
    readonly securityOpts: string[];
    readonly networksAdvanced: { readonly name: string; readonly aliases: string[] }[];
    readonly volumes: { readonly volumeName: string; readonly containerPath: string; readonly readOnly: boolean }[];
    readonly healthcheck: Healthcheck;
    readonly logDriver: string;
    readonly logOpts: Record<string, string>;
}

export interface Generation {
    /** Of the container, and of its resource: another spec is another resource. */
    readonly name: string;
    readonly hash: string;
    readonly spec: GenerationSpec;
}

/** The slots of a service in the order in which they are updated: backups last. */
export function slotsOf(service: Service): readonly Slot[] {
    const { container } = service;
    if (container === null) {
        throw new Error(`${service.name} has nothing to start its instances from.`);
    }
    return [...service.instances, ...service.backup].map(instance => ({
        service,
        container,
        instance,
        number: instance.address.slice(service.name.length + 1),
    }));
}

/**
 * @param image what the stack file says that it is started from; the id that this stands for may differ between engines.
 * @param secretPrints changes with the value of any secret variable.
 */
export function generationOf(model: DockerModel, slot: Slot, image: string, secretPrints: readonly string[]): Generation {
    const spec = specOf(model, slot);
    const hash = createHash("sha256").update(JSON.stringify([image, secretPrints, spec])).digest("hex");
    return { name: `${model.name}-${slot.instance.address}-${hash.slice(0, 8)}`, hash, spec };
}

function specOf(model: DockerModel, { service, container, instance, number }: Slot): GenerationSpec {
    return {
        hostname: instance.address,
        envs: [`APP_INSTANCE=${number}`, `PORT=${String(instance.port)}`, ...container.env.map(({ name, value }) => `${name}=${value}`)],
        ...(container.user === null ? {} : { user: container.user }),
        // Not `always`: a generation that was stopped for the next one must not come back with the engine.
        restart: "unless-stopped",
        readOnly: container.readOnly,
        ...(container.readOnly ? { tmpfs: { "/tmp": "" } } : {}),
        ...bounds(container.resources),
        capabilities: { drops: ["ALL"] },
        securityOpts: ["no-new-privileges:true"],
        networksAdvanced: [{ name: networkName(model, "back"), aliases: [instance.address, service.name] }],
        volumes: [
            { volumeName: toolsVolume(model), containerPath: toolsFolder, readOnly: true },
            ...container.volumes.map(({ name, path, readOnly }) => ({ volumeName: volumeName(model, `${service.name}-${name}`), containerPath: path, readOnly })),
        ],
        healthcheck: instanceHealthcheck(service),
        ...boundedLogs,
    };
}

/** Memory that is bounded is bounded with swap: an instance that swaps answers too late to be of use. */
function bounds({ cpu, memory }: Resources): Pick<GenerationSpec, "memory" | "memorySwap" | "memoryReservation" | "cpus" | "cpuShares"> {
    return {
        ...(memory.limit === null ? {} : { memory: megabytes(memory.limit), memorySwap: megabytes(memory.limit) }),
        ...(memory.request === null ? {} : { memoryReservation: megabytes(memory.request) }),
        ...(cpu.limit === null ? {} : { cpus: cores(cpu.limit) }),
        ...(cpu.request === null ? {} : { cpuShares: cpuShares(cpu.request) }),
    };
}
