import type { ContainerInspectInfo } from "dockerode";
import type { Value, ValueMap } from "../../values";
import { itemsOf } from "./labels";

/** What the provider reads of a container that it has made. */
export function outputsOf({ Config, HostConfig, State, Name, NetworkSettings }: ContainerInspectInfo, inputs: ValueMap): ValueMap {
    const runs = State.Running || inputs["mustRun"] === false;
    return {
        name: Name.replace(/^\//, ""),
        image: Config.Image,
        hostname: Config.Hostname,
        command: Config.Cmd,
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
