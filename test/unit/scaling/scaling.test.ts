import { describe, expect, it, vi } from "vitest";
import type { RawConfig } from "../../../components/config/validate";
import type { Registered } from "../../../policy/deployed/registered";
import { recorded } from "../policy/deployed/recorded";
import { settingsIn } from "../policy/stacks";
import { delta } from "./delta";

// The first program of each target loads its provider's library.
vi.setConfig({ testTimeout: 90_000 });

type Block = Readonly<Record<string, unknown>>;

function withService(raw: RawConfig, name: string, settings: Block): RawConfig {
    const services = raw["services"] as Readonly<Record<string, Block>>;
    return { ...raw, services: { ...services, [name]: { ...services[name], ...settings } } };
}

const citadel = settingsIn("examples/citadel-host.yaml");
const docker = settingsIn("examples/healthai-docker.yaml");
const kubernetes = settingsIn("examples/healthai-kubernetes.yaml");

function onHost(...last: readonly number[]): RawConfig {
    return withService(citadel, "embedding_service", { instances: last.map(number => `192.168.10.${String(number)}`) });
}

function onDocker(instances: number): RawConfig {
    return withService(docker, "app", { instances });
}

function onKubernetes(instances: number): RawConfig {
    return withService({ ...kubernetes, kubernetes: { ...(kubernetes["kubernetes"] as Block), autoscaling: "off" } }, "app", { instances });
}

function autoscaled(scaling: Block): RawConfig {
    const { autoscaling, ...rest } = kubernetes["kubernetes"] as { readonly autoscaling: Block };
    return { ...kubernetes, kubernetes: { ...rest, autoscaling: { ...autoscaling, ...scaling } } };
}

async function life(...stacks: readonly RawConfig[]): Promise<(readonly Registered[])[]> {
    const recordings: (readonly Registered[])[] = [];
    for (const stack of stacks) {
        recordings.push(await recorded(stack));
    }
    return recordings;
}

/** What each step shows of the one before it. */
async function steps(...stacks: readonly RawConfig[]): Promise<string[][]> {
    const recordings = await life(...stacks);
    return recordings.slice(1).map((after, i) => delta(recordings[i] ?? [], after));
}

function servers(change: "+" | "-", port: number, ...addresses: readonly string[]): string[] {
    const place = `nginx/conf.d/upstream.conf ${change} server`;
    return [
        ...addresses.map(address => `${place}             ${address}:${String(port)} max_fails=2 fail_timeout=10s;`),
        ...addresses.map(address => `${place}             ${address}:${String(port)} max_fails=0;`),
    ];
}

function watched(change: "+" | "-", port: number, ...addresses: readonly string[]): string[] {
    return addresses.map(address => `config/load_balancer.yaml ${change} - "${address}:${String(port)}"`);
}

/** In any order, each at the resource that it belongs to. */
function of(resource: string, ...lines: readonly string[]): string[] {
    return lines.map(line => `~ ${resource} ${line}`).sort();
}

describe("scaling on a host", () => {
    const release = "vector-load-balancer-192.168.10.30-release";
    const [d, e] = ["192.168.10.44", "192.168.10.45"];

    it("shows the lines of what comes and goes, and nothing else", async () => {
        const [up, down] = await steps(onHost(41, 42, 43), onHost(41, 42, 43, 44, 45), onHost(41, 45));
        expect(up?.sort()).toEqual(of(release, ...servers("+", 8000, d, e), ...watched("+", 8000, d, e)));
        const gone = ["192.168.10.42", "192.168.10.43", d];
        expect(down?.sort()).toEqual(of(release, ...servers("-", 8000, ...gone), ...watched("-", 8000, ...gone)));
    });

    it("shows nothing of those that stay when the first of them goes", async () => {
        const [down] = await steps(onHost(41, 42, 43), onHost(42, 43));
        expect(down?.sort()).toEqual(of(release, ...servers("-", 8000, "192.168.10.41"), ...watched("-", 8000, "192.168.10.41")));
    });

    it("shows nothing when the order of the instances is another one", async () => {
        expect(await steps(onHost(41, 42, 43), onHost(43, 41, 42))).toEqual([[]]);
    });
});

describe("scaling on Docker", () => {
    it("makes and removes the last slots, and tells those who have to know of them", async () => {
        const [up, down] = await steps(onDocker(3), onDocker(5), onDocker(2));
        const known = up?.filter(line => line.startsWith("~ healthai-release") && !/prometheus|grafana/.test(line)).sort();
        expect(up?.filter(line => !line.startsWith("~"))).toEqual(["+ healthai-app-4-#", "+ healthai-app-4", "+ healthai-app-5-#", "+ healthai-app-5"]);
        expect(known).toEqual(of("healthai-release", ...servers("+", 8000, "app-4", "app-5"), ...watched("+", 8000, "app-4", "app-5")));
        expect(down?.filter(line => !line.startsWith("~"))).toEqual([3, 4, 5].flatMap(slot => [`- healthai-app-${String(slot)}-#`, `- healthai-app-${String(slot)}`]));
    });

    it("makes and removes backups by themselves", async () => {
        const [up, down] = await steps(...[1, 2, 1].map(backup => withService(docker, "app", { backup })));
        expect(up?.filter(line => !line.startsWith("~"))).toEqual(["+ healthai-app-backup-2-#", "+ healthai-app-backup-2"]);
        expect(down?.filter(line => !line.startsWith("~"))).toEqual(["- healthai-app-backup-2-#", "- healthai-app-backup-2"]);
    });

    it("changes no container that stays, and of what measures them only whom it asks and how many it expects", async () => {
        const [up] = await steps(onDocker(3), onDocker(5));
        const others = up?.filter(line => line.startsWith("~") && !/upstream\.conf|load_balancer\.yaml/.test(line)) ?? [];
        expect([...new Set(others.map(line => line.replace(/ [+-] .*/, "")))]).toEqual([
            "~ healthai-release monitoring/grafana/dashboards/overview.json",
            "~ healthai-release monitoring/grafana/dashboards/service-app.json",
            "~ healthai-release monitoring/prometheus/prometheus.yml",
        ]);
        expect(others.filter(line => line.includes("prometheus.yml")).map(line => line.replace(/^.*prometheus\.yml /, ""))).toEqual(["+ - app-4:8000", "+ - app-5:8000"]);
    });
});

describe("scaling on Kubernetes", () => {
    it("changes the number of one Deployment's pods, and what is told of it to the cluster's Prometheus", async () => {
        const [up, down] = await steps(onKubernetes(3), onKubernetes(5), onKubernetes(2));
        const ofPods = (lines: readonly string[] | undefined): string[] => (lines ?? []).filter(line => !/dashboard|prometheus/.test(line));
        expect(ofPods(up)).toEqual(['~ healthai-app-deployment spec - "replicas": 3,', '~ healthai-app-deployment spec + "replicas": 5,']);
        expect(ofPods(down)).toEqual(['~ healthai-app-deployment spec - "replicas": 5,', '~ healthai-app-deployment spec + "replicas": 2,']);
        const measured = (up ?? []).filter(line => /dashboard|prometheus/.test(line)).map(line => line.replace(/ data .*/, ""));
        expect([...new Set(measured)]).toEqual(["~ healthai-dashboard-overview-config-map", "~ healthai-dashboard-service-app-config-map", "~ healthai-prometheus-config-map"]);
    });

    it("is handed to an autoscaler and taken back without a change of its pods", async () => {
        const [on, off] = await steps(onKubernetes(3), autoscaled({ min: 3 }), onKubernetes(3));
        const deployment = "~ healthai-app-deployment";
        const ofPods = (lines: readonly string[] | undefined): string[] => (lines ?? []).filter(line => / healthai-app-/.test(line));
        expect(ofPods(on)).toEqual([
            `${deployment} metadata - "evenkeel/scaled-by": "stack-file",`,
            `${deployment} metadata + "evenkeel/scaled-by": "autoscaler",`,
            `${deployment} spec - "replicas": 3,`,
            "+ healthai-app-horizontal-pod-autoscaler",
        ]);
        expect(ofPods(off)).toEqual([
            "- healthai-app-horizontal-pod-autoscaler",
            `${deployment} metadata - "evenkeel/scaled-by": "autoscaler",`,
            `${deployment} metadata + "evenkeel/scaled-by": "stack-file",`,
            `${deployment} spec + "replicas": 3,`,
        ]);
    });

    it("by an autoscaler changes its bounds", async () => {
        const [up] = await steps(autoscaled({ max: 10 }), autoscaled({ max: 20 }));
        expect(up?.filter(line => !/dashboard|prometheus/.test(line))).toEqual(['~ healthai-app-horizontal-pod-autoscaler spec - "maxReplicas": 10,', '~ healthai-app-horizontal-pod-autoscaler spec + "maxReplicas": 20,']);
    });
});

describe("scaling up and down again", () => {
    it.each([
        ["host", onHost(41, 42, 43), onHost(41, 42, 43, 44, 45)],
        ["docker", onDocker(3), onDocker(5)],
        ["kubernetes", onKubernetes(3), onKubernetes(5)],
    ])("on %s ends where it began, down to the last hash", async (_, few, many) => {
        const [before, , after] = await life(few, many, few);
        expect(after).toEqual(before);
    });
});
