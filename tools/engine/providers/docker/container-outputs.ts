import type { ContainerInspectInfo } from "dockerode";
import { isMap, type Value, type ValueMap } from "../../values";
import { itemsOf } from "./labels";

/** What the provider writes down of inputs that are left out; what is missing here, it leaves empty. */
const usual: ValueMap = {
    ...Object.fromEntries(["attach", "logs", "privileged", "publishAllPorts", "readOnly", "rm", "stdinOpen", "tty", "wait"].map(name => [name, false])),
    ...Object.fromEntries(["cpuShares", "maxRetryCount", "memory", "memoryReservation", "memorySwap", "stopTimeout"].map(name => [name, 0])),
    ...Object.fromEntries(["cpuSet", "domainname", "stopSignal", "usernsMode"].map(name => [name, ""])),
    ...Object.fromEntries(["deviceReadBps", "deviceReadIops", "deviceRequests", "deviceWriteBps", "deviceWriteIops", "devices"].map(name => [name, []])),
    ...Object.fromEntries(["envs", "hosts", "labels", "mounts", "networksAdvanced", "ports", "ulimits", "uploads", "volumes"].map(name => [name, []])),
    containerReadRefreshTimeoutMilliseconds: 15_000,
    removeVolumes: true,
    start: true,
    waitTimeout: 60,
};

const usualHealthcheck: ValueMap = { interval: "0s", timeout: "0s", startPeriod: "0s", startInterval: "0s", retries: 0 };

/** What the provider reads of a container that it has made. */
export function outputsOf({ Config, HostConfig, State, Name, NetworkSettings, Platform }: ContainerInspectInfo, inputs: ValueMap): ValueMap {
    const runs = State.Running || inputs["mustRun"] === false;
    const { healthcheck } = inputs;
    return {
        ...usual,
        ...(isMap(healthcheck) ? { healthcheck: { ...usualHealthcheck, ...healthcheck } } : {}),
        platform: Platform,
        name: Name.replace(/^\//, ""),
        image: Config.Image,
        hostname: Config.Hostname,
        command: list(Config.Cmd as string[] | null),
        entrypoints: list(Config.Entrypoint),
        user: Config.User,
        workingDir: Config.WorkingDir,
        bridge: "",
        networkDatas: networkDatas(NetworkSettings.Networks),
        init: HostConfig.Init ?? false,
        ipcMode: HostConfig.IpcMode ?? "",
        logDriver: HostConfig.LogConfig?.Type ?? "",
        restart: HostConfig.RestartPolicy?.Name ?? "no",
        runtime: HostConfig.Runtime ?? "",
        shmSize: Math.floor((HostConfig.ShmSize ?? 0) / (1024 * 1024)),
        networkMode: HostConfig.NetworkMode ?? "",
        securityOpts: list(HostConfig.SecurityOpt as string[] | undefined),
        mustRun: runs && inputs["mustRun"] !== false,
        ...(State.Running ? {} : { exitCode: State.ExitCode }),
        ...(itemsOf(inputs["ports"]).length > 0 ? { ports: portsOf(inputs, NetworkSettings.Ports) } : {}),
    };
}

function list(value: string | string[] | undefined | null): string[] {
    return typeof value === "string" ? [value] : [...(value ?? [])];
}

function networkDatas(networks: ContainerInspectInfo["NetworkSettings"]["Networks"]): ValueMap[] {
    return Object.entries(networks).map(([networkName, network]) => ({
        networkName,
        gateway: network.Gateway,
        globalIpv6Address: network.GlobalIPv6Address,
        globalIpv6PrefixLength: network.GlobalIPv6PrefixLen,
        ipAddress: network.IPAddress,
        ipPrefixLength: network.IPPrefixLen,
        ipv6Gateway: network.IPv6Gateway,
        macAddress: network.MacAddress,
    }));
}

/** With the ports of the machine that Docker has chosen where the program names none. */
function portsOf(inputs: ValueMap, bound: ContainerInspectInfo["NetworkSettings"]["Ports"]): Value {
    return itemsOf(inputs["ports"]).map(port => {
        const protocol = port["protocol"] ?? "tcp";
        const chosen = (bound as typeof bound | null)?.[`${String(port["internal"])}/${String(protocol)}`]?.[0]?.HostPort;
        return { ip: "0.0.0.0", protocol, ...(chosen === undefined ? {} : { external: Number(chosen) }), ...port };
    });
}
