import { createHash } from "node:crypto";
import type { DockerModel } from "../../../config/model";
import { boundedLogs } from "../logs";
import { networkName, volumeName } from "../names";
import { toolsFolder, toolsVolume, type Healthcheck } from "../probe";
import type { MonitoringContainer } from "./containers";

/** Arguments of a container resource, but for its image and its secret files. */
export interface MonitoringSpec {
    readonly name: string;
    readonly hostname: string;
    readonly entrypoints?: string[];
    readonly command?: string[];
    readonly envs: string[];
    readonly user: string;
    readonly restart: "unless-stopped";
    readonly readOnly: boolean;
    readonly tmpfs?: Record<string, string>;
    readonly memory: number;
    readonly memorySwap: number;
    readonly capabilities: { readonly drops: string[] };
    readonly securityOpts: string[];
    readonly networksAdvanced: { readonly name: string; readonly aliases?: string[] }[];
    readonly volumes: { readonly volumeName: string; readonly containerPath: string; readonly readOnly: boolean }[];
    readonly ports?: { readonly internal: number; readonly external: number; readonly ip: string }[];
    readonly healthcheck: Healthcheck;
    readonly logDriver: string;
    readonly logOpts: Record<string, string>;
    readonly labels: { readonly label: string; readonly value: string }[];
}

/** Hardened as instances are. Its label holds the spec's hash: the provider applies some changes only to a container that is made anew. */
export function monitoringSpec(model: DockerModel, container: MonitoringContainer): MonitoringSpec {
    const spec = unlabelled(model, container);
    const hash = createHash("sha256").update(JSON.stringify(spec)).digest("hex");
    return { ...spec, labels: [{ label: "evenkeel.site", value: model.name }, { label: "evenkeel.spec", value: hash }] };
}

function unlabelled(model: DockerModel, container: MonitoringContainer): Omit<MonitoringSpec, "labels"> {
    const { part, entrypoint, readOnly, memory, published, port } = container;
    return {
        name: `${model.name}-${part}`,
        hostname: part,
        ...(entrypoint === null ? {} : { entrypoints: [...entrypoint] }),
        ...(container.command.length === 0 ? {} : { command: [...container.command] }),
        envs: [...container.envs],
        user: container.user,
        restart: "unless-stopped",
        readOnly,
        ...(readOnly ? { tmpfs: { "/tmp": "" } } : {}),
        memory,
        memorySwap: memory,
        capabilities: { drops: ["ALL"] },
        securityOpts: ["no-new-privileges:true"],
        // Among the instances it has no name: theirs are their users' to choose.
        networksAdvanced: container.networks.map(network => ({ name: networkName(model, network), ...(network === "monitoring" ? { aliases: [part] } : {}) })),
        volumes: [
            { volumeName: toolsVolume(model), containerPath: toolsFolder, readOnly: true },
            ...container.mounts.map(({ volume, path, readOnly }) => ({ volumeName: volumeName(model, volume), containerPath: path, readOnly })),
        ],
        ...(published === null ? {} : { ports: [{ internal: port, external: published, ip: model.target.pages.listen }] }),
        healthcheck: healthcheck(container),
        ...boundedLogs,
    };
}

/** Some of the images have no program but their own. */
function healthcheck({ port, healthPath }: MonitoringContainer): Healthcheck {
    const url = `http://127.0.0.1:${String(port)}${healthPath}`;
    return { tests: ["CMD", `${toolsFolder}/wget`, "-q", "-O", "/dev/null", url], interval: "30s", timeout: "5s", retries: 3, startPeriod: "1m0s" };
}
