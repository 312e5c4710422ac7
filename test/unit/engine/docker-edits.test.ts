import { expect, test } from "vitest";
import { providerOf } from "../../../tools/engine/providers/registry";
import type { Provider } from "../../../tools/engine/providers/provider";
import { secret, unknown, type ValueMap } from "../../../tools/engine/values";

/** What `pulumi preview` says to each edit with the provider at 5.2.0, which was asked. */
const base: ValueMap = {
    name: "box",
    image: "busybox",
    command: ["sleep", "1000"],
    envs: ["B=c", "A=b"],
    labels: [
        { label: "a", value: "1" },
        { label: "b", value: "2" },
    ],
    networksAdvanced: [{ name: "net", aliases: ["box", "a"] }],
    volumes: [{ volumeName: "vol", containerPath: "/data" }],
    mounts: [{ type: "volume", source: "vol", target: "/m", readOnly: true }],
    uploads: [{ file: "/x", content: "hello" }],
    healthcheck: { tests: ["CMD", "true"], interval: "1s" },
    tmpfs: { "/tmp": "size=1m" },
    ports: [{ internal: 80, external: 8080 }],
    hosts: [{ host: "x", ip: "10.0.0.1" }],
    capabilities: { drops: ["ALL"] },
    securityOpts: ["no-new-privileges"],
    memory: 64,
    memorySwap: 64,
    cpus: "0.5",
    cpuShares: 512,
    restart: "unless-stopped",
    init: true,
    readOnly: true,
    stopSignal: "SIGTERM",
    stopTimeout: 5,
    destroyGraceSeconds: 3,
    logDriver: "json-file",
    logOpts: { "max-size": "10m" },
    sysctls: { "net.core.somaxconn": "512" },
    user: "1000",
    wait: true,
    waitTimeout: 30,
};

function edit(type: string, before: ValueMap, after: ValueMap, outputs: ValueMap = {}): string {
    const provider = providerOf(type) as Provider;
    const { kind } = provider.diff({ name: "it", id: "1", inputs: before, outputs }, after);
    return kind;
}

function without(...names: string[]): ValueMap {
    return Object.fromEntries(Object.entries(base).filter(([name]) => !names.includes(name)));
}

const replaced: [string, ValueMap][] = [
    ["name", { ...base, name: "other" }],
    ["image", { ...base, image: "nginx" }],
    ["command", { ...base, command: ["true"] }],
    ["an environment variable", { ...base, envs: ["A=b"] }],
    ["a label", { ...base, labels: [{ label: "a", value: "1" }] }],
    ["an alias", { ...base, networksAdvanced: [{ name: "net", aliases: ["box"] }] }],
    ["a network that is not known yet", { ...base, networksAdvanced: [{ name: unknown, aliases: ["box", "a"] }] }],
    ["no network", without("networksAdvanced")],
    ["a volume made read-only", { ...base, volumes: [{ volumeName: "vol", containerPath: "/data", readOnly: true }] }],
    ["one mount less", without("mounts")],
    ["an upload", { ...base, uploads: [{ file: "/x", content: "hello2" }] }],
    ["a port", { ...base, ports: [{ internal: 80, external: 8081 }] }],
    ["a host", { ...base, hosts: [{ host: "x", ip: "10.0.0.2" }] }],
    ["capabilities", without("capabilities")],
    ["cpus", { ...base, cpus: "0.6" }],
    ["a root that may be written to", without("readOnly")],
    ["the stop signal", { ...base, stopSignal: "SIGQUIT" }],
    ["the stop timeout", { ...base, stopTimeout: 6 }],
    ["log options", { ...base, logOpts: { "max-size": "20m" } }],
    ["a sysctl", { ...base, sysctls: { "net.core.somaxconn": "513" } }],
    ["pidMode", { ...base, pidMode: "host" }],
];

const updated: [string, ValueMap][] = [
    ["memory", { ...base, memory: 128, memorySwap: 128 }],
    ["no limit of memory", without("memory", "memorySwap")],
    ["cpuShares", { ...base, cpuShares: 256 }],
    ["the restart policy", { ...base, restart: "no" }],
    ["no restart policy", without("restart")],
    // Written down, and nothing that Docker hears of:
    ["the healthcheck", { ...base, healthcheck: { tests: ["CMD", "true"], interval: "2s" } }],
    ["init", { ...base, init: false }],
    ["tmpfs", { ...base, tmpfs: { "/tmp": "size=2m" } }],
    ["a mount's target", { ...base, mounts: [{ type: "volume", source: "vol", target: "/m2", readOnly: true }] }],
    ["a mount made writable", { ...base, mounts: [{ type: "volume", source: "vol", target: "/m", readOnly: false }] }],
    ["destroyGraceSeconds", { ...base, destroyGraceSeconds: 9 }],
    ["no wait", without("wait")],
];

const same: [string, ValueMap][] = [
    ["nothing", base],
    ["the order of variables", { ...base, envs: ["A=b", "B=c"] }],
    ["a variable that became a secret", { ...base, envs: secret(["B=c", "A=b"]) }],
    ["the order of aliases", { ...base, networksAdvanced: [{ name: "net", aliases: ["a", "box"] }] }],
    ["what is the default", { ...base, networkMode: "bridge", mustRun: true, start: true, rm: false }],
    ["no labels", without("labels")],
    ["no healthcheck", without("healthcheck")],
    ["no command", without("command")],
    ["no security options", without("securityOpts")],
    ["no init", without("init")],
    ["no user", without("user")],
];

test.each(replaced)("a container is replaced by an edit of %s", (_what, after) => {
    expect(edit("docker:index/container:Container", base, after)).toBe("replace");
});

test.each(updated)("a container is updated where it is by an edit of %s", (_what, after) => {
    expect(edit("docker:index/container:Container", base, after)).toBe("update");
});

test.each(same)("a container stays as it is with %s", (_what, after) => {
    expect(edit("docker:index/container:Container", base, after)).toBe("same");
});

test("a container that did not run when it should have is updated", () => {
    expect(edit("docker:index/container:Container", base, base, { mustRun: false })).toBe("update");
    expect(edit("docker:index/container:Container", { ...base, mustRun: false }, { ...base, mustRun: false }, { mustRun: false })).toBe("same");
});

test("what the CLI has written down is no change", () => {
    const ours = { ...base, ports: [{ internal: 80, external: 8080 }], healthcheck: { tests: ["CMD", "true"] }, uploads: [{ file: "/f", content: secret("s") }] };
    const noted = {
        ...ours,
        __defaults: ["start"],
        start: true,
        labels: [{ __defaults: [], label: "b", value: "2" }, { __defaults: [], label: "a", value: "1" }],
        ports: [{ __defaults: ["ip", "protocol"], internal: 80, external: 8080, ip: "0.0.0.0", protocol: "tcp" }],
        healthcheck: { __defaults: ["startInterval"], tests: ["CMD", "true"], startInterval: "0s" },
        uploads: secret([{ __defaults: [], file: "/f", content: "s" }]),
    };
    expect(edit("docker:index/container:Container", noted, ours)).toBe("same");
});

test.each([
    ["docker:index/network:Network", { name: "n", labels: [{ label: "a", value: "1" }] }, { name: "n", labels: [{ label: "a", value: "2" }] }, "replace"],
    ["docker:index/network:Network", { name: "n" }, { name: "n", internal: true }, "replace"],
    ["docker:index/network:Network", { name: "n", driver: "bridge" }, { name: "n" }, "same"],
    ["docker:index/volume:Volume", { name: "v" }, { name: "w" }, "replace"],
    ["docker:index/remoteImage:RemoteImage", { name: "i", triggers: { hash: "1" } }, { name: "i", triggers: { hash: "2" } }, "replace"],
    ["docker:index/remoteImage:RemoteImage", { name: "i", build: { context: ".", buildArgs: { A: "1" } } }, { name: "i", build: { context: ".", buildArgs: { A: "2" } } }, "replace"],
    ["docker:index/remoteImage:RemoteImage", { name: "i", keepLocally: true }, { name: "i" }, "update"],
    ["pulumi:providers:docker", { host: "unix:///a" }, { host: "unix:///b" }, "update"],
] as [string, ValueMap, ValueMap, string][])("%s: %j edited to %j", (type, before, after, kind) => {
    expect(edit(type, before, after)).toBe(kind);
});

test("which of them go before their replacements come", () => {
    const first = (type: string): boolean | undefined => {
        const difference = (providerOf(type) as Provider).diff({ name: "it", id: "1", inputs: { name: "a", image: "i" }, outputs: {} }, { name: "b", image: "i" });
        return difference.kind === "replace" ? difference.deleteFirst : undefined;
    };
    expect(["container:Container", "network:Network", "volume:Volume", "remoteImage:RemoteImage"].map(type => first(`docker:index/${type}`))).toEqual([true, true, true, false]);
});

test("an input that is none is refused by its name, at any depth", () => {
    const check = (type: string, inputs: ValueMap): unknown => (providerOf(type) as Provider).check(inputs);
    expect(check("docker:index/container:Container", { image: "i", gpus: "all", healthcheck: { test: [] }, ports: [{ internal: "80" }] })).toEqual({
        problems: [
            "name is missing.",
            expect.stringMatching(/^gpus is no input that the embedded engine knows\./),
            expect.stringMatching(/^healthcheck\.test is no input that the embedded engine knows\./),
            "ports[0].internal has to be a whole number.",
        ],
    });
    expect(check("pulumi:providers:docker", { host: "unix:///a", registryAuth: "[]" })).toMatchObject({ problems: [expect.stringMatching(/^registryAuth is no input/)] });
    expect(check("command:local:Command", { create: "true", archivePaths: ["*"], nope: 1 })).toEqual({ problems: ["archivePaths needs the Pulumi CLI.", "nope is no input of a local command."] });
});
