import type { ContainerCreateOptions, EndpointSettings, HealthConfig, HostConfig, MountSettings, MountType, PortBinding } from "dockerode";
import { isMap, type Value, type ValueMap } from "../../values";
import { text } from "../provider";
import { nanosecondsOf } from "./duration";
import { itemsOf, labelsOf, mapOf, textsOf } from "./labels";

const mebibyte = 1024 * 1024;

/** What Docker is asked to make of a container's inputs. */
export function createOptions(inputs: ValueMap): ContainerCreateOptions {
    const volumes = itemsOf(inputs["volumes"]);
    return {
        name: text(inputs["name"]),
        Image: text(inputs["image"]),
        Labels: labelsOf(inputs),
        Volumes: Object.fromEntries(volumes.map(({ containerPath }) => [text(containerPath), {}])),
        ...given(inputs, "user", "User"),
        ...given(inputs, "hostname", "Hostname"),
        ...given(inputs, "workingDir", "WorkingDir"),
        ...given(inputs, "stopSignal", "StopSignal"),
        ...given(inputs, "stopTimeout", "StopTimeout"),
        ...given(inputs, "command", "Cmd"),
        ...given(inputs, "entrypoints", "Entrypoint"),
        ...given(inputs, "envs", "Env"),
        ExposedPorts: Object.fromEntries(portsOf(inputs).map(({ key }) => [key, {}])),
        ...(isMap(inputs["healthcheck"]) ? { Healthcheck: healthConfig(inputs["healthcheck"]) } : {}),
        HostConfig: hostConfig(inputs),
    };
}

function hostConfig(inputs: ValueMap): HostConfig {
    const capabilities = isMap(inputs["capabilities"]) ? inputs["capabilities"] : {};
    return {
        ...resources(inputs),
        RestartPolicy: restartPolicy(inputs),
        NetworkMode: text(inputs["networkMode"]) || "bridge",
        AutoRemove: inputs["rm"] === true,
        ReadonlyRootfs: inputs["readOnly"] === true,
        Privileged: inputs["privileged"] === true,
        Init: inputs["init"] === true,
        Binds: itemsOf(inputs["volumes"]).flatMap(bindOf),
        Mounts: itemsOf(inputs["mounts"]).map(mountOf),
        Tmpfs: mapOf(inputs["tmpfs"]),
        PortBindings: bindingsOf(inputs),
        ExtraHosts: itemsOf(inputs["hosts"]).map(({ host, ip }) => `${text(host)}:${text(ip)}`),
        CapAdd: textsOf(capabilities["adds"]),
        CapDrop: textsOf(capabilities["drops"]),
        SecurityOpt: textsOf(inputs["securityOpts"]),
        GroupAdd: textsOf(inputs["groupAdds"]),
        Sysctls: mapOf(inputs["sysctls"]),
        Ulimits: itemsOf(inputs["ulimits"]).map(({ name, soft, hard }) => ({ Name: text(name), Soft: Number(soft), Hard: Number(hard) })),
        LogConfig: { Type: text(inputs["logDriver"]), Config: mapOf(inputs["logOpts"]) },
        ...given(inputs, "pidMode", "PidMode"),
        ...given(inputs, "ipcMode", "IpcMode"),
        ...(typeof inputs["shmSize"] === "number" ? { ShmSize: inputs["shmSize"] * mebibyte } : {}),
        ...(inputs["cpus"] === undefined ? {} : { NanoCpus: Math.round(Number(text(inputs["cpus"])) * 1e9) }),
    };
}

/** What Docker can be asked to change while the container runs; memory comes in MiB. */
export function resources(inputs: ValueMap): HostConfig {
    const bytes = (name: string): number | undefined => {
        const value = inputs[name];
        return typeof value === "number" && value !== 0 ? (value > 0 ? value * mebibyte : value) : undefined;
    };
    const [memory, reservation, swap] = [bytes("memory"), bytes("memoryReservation"), bytes("memorySwap")];
    return {
        ...(memory === undefined ? {} : { Memory: memory }),
        ...(reservation === undefined ? {} : { MemoryReservation: reservation }),
        ...(swap === undefined ? {} : { MemorySwap: swap }),
        ...given(inputs, "cpuShares", "CpuShares"),
        ...given(inputs, "cpuSet", "CpusetCpus"),
    };
}

export function restartPolicy(inputs: ValueMap): { Name: string; MaximumRetryCount: number } {
    return { Name: text(inputs["restart"]) || "no", MaximumRetryCount: Number(inputs["maxRetryCount"] ?? 0) };
}

/** The networks to be connected to, each with its settings. */
export function endpoints(inputs: ValueMap): [network: string, settings: EndpointSettings][] {
    return itemsOf(inputs["networksAdvanced"]).map(({ name, aliases, ipv4Address, ipv6Address }) => [
        text(name),
        { Aliases: textsOf(aliases), IPAMConfig: { ...given({ ipv4Address }, "ipv4Address", "IPv4Address"), ...given({ ipv6Address }, "ipv6Address", "IPv6Address") } } as EndpointSettings,
    ]);
}

function given(inputs: Readonly<Record<string, Value | undefined>>, name: string, key: string): object {
    const value = inputs[name] ?? null;
    return value === null || value === "" || (Array.isArray(value) && value.length === 0) ? {} : { [key]: value };
}

function bindOf({ volumeName, hostPath, containerPath, readOnly }: ValueMap): string[] {
    const source = text(hostPath) || text(volumeName);
    return source === "" ? [] : [`${source}:${text(containerPath)}:${readOnly === true ? "ro" : "rw"}`];
}

function mountOf({ type, target, source, readOnly, tmpfsOptions }: ValueMap): MountSettings {
    const tmpfs = isMap(tmpfsOptions) ? { TmpfsOptions: { SizeBytes: Number(tmpfsOptions["sizeBytes"] ?? 0), Mode: Number(tmpfsOptions["mode"] ?? 0) } } : {};
    return { Type: text(type) as MountType, Target: text(target), Source: text(source), ReadOnly: readOnly === true, ...tmpfs };
}

function portsOf(inputs: ValueMap): { key: string; binding: PortBinding }[] {
    return itemsOf(inputs["ports"]).map(({ internal, external, ip, protocol }) => ({
        key: `${String(internal)}/${text(protocol) || "tcp"}`,
        binding: { HostIp: text(ip) || "0.0.0.0", HostPort: String(external ?? 0) },
    }));
}

function bindingsOf(inputs: ValueMap): Record<string, PortBinding[]> {
    const bindings: Record<string, PortBinding[]> = {};
    for (const { key, binding } of portsOf(inputs)) {
        bindings[key] = [...(bindings[key] ?? []), binding];
    }
    return bindings;
}

function healthConfig({ tests, interval, timeout, startPeriod, startInterval, retries }: ValueMap): HealthConfig {
    const time = (value: Value | undefined): number => nanosecondsOf(text(value)) ?? 0;
    return {
        Test: textsOf(tests),
        Interval: time(interval),
        Timeout: time(timeout),
        StartPeriod: time(startPeriod),
        Retries: Number(retries ?? 0),
        ...(startInterval === undefined ? {} : { StartInterval: time(startInterval) }),
    };
}
