import { describe, expect, it } from "vitest";
import type { DockerModel, KubernetesModel, Pods, Resources } from "../../../components/config/model";
import { judgeRoom } from "../../../tools/commands/doctor/capacity/cluster";
import { askRoom, type ClusterRoom, type Quota, type Range } from "../../../tools/commands/doctor/capacity/cluster-facts";
import { judgeMachine } from "../../../tools/commands/doctor/capacity/engine";
import type { Finding } from "../../../tools/commands/doctor/finding";
import { container, dockerModel, dockerService } from "../docker/model";
import { autoscaling, claim, gigabyte, kubernetesModel, kubernetesService } from "../kubernetes/model";
import { bytes } from "../proxy/model";
import { ApiServer } from "../rollout/api-server";

const gib = 1024 ** 3;

/** Cores and GiB of each instance, as request and limit. */
function each(cpu: [number | null, number | null], memory: [number | null, number | null]): Resources {
    const inBytes = (size: number | null) => (size === null ? null : bytes(size * gib));
    return { cpu: { request: cpu[0], limit: cpu[1] }, memory: { request: inBytes(memory[0]), limit: inBytes(memory[1]) } };
}

function lines(findings: readonly Finding[]): string[] {
    return findings.map(({ state, subject }) => `${state}: ${subject}`);
}

describe("a Docker engine's machine of 4 cores and 8 GiB", () => {
    function engine(count: number, resources: Resources): DockerModel {
        return dockerModel({ services: [dockerService("app", count, 1, { container: container({ resources }) })] });
    }

    it.each<[string, number, Resources, string]>([
        ["carries what it can", 3, each([0.5, 1], [1, 2]), "ok: 4 instances request 2 cores and 4 GiB; the engine's machine has 4 cores and 8 GiB"],
        ["is not asked of by instances that say nothing", 3, each([null, null], [null, null]), "note: no instance says what it needs (`resources`): the engine's machine has 4 cores and 8 GiB for 4 of them"],
        ["has no memory to set aside for so many", 8, each([null, null], [1, 2]), "missing: 9 instances request 9 GiB of memory, and the engine's machine has 8 GiB"],
        ["may run out of memory", 3, each([null, null], [1, 2.5]), "warning: 4 instances may use 10 GiB of memory, and the engine's machine has 8 GiB: when all of them do, the machine ends some"],
        ["is too slow for so many", 8, each([0.5, null], [null, null]), "warning: 9 instances request 4.5 cores, and the engine's machine has 4 cores"],
        ["starts no instance with more cores than it has", 1, each([null, 7], [null, null]), "missing: app: a limit of 7 cores for each instance, and the engine's machine has 4 cores"],
    ])("%s", (_, count, resources, expected) => {
        expect(lines(judgeMachine({ cpu: 4, memory: 8 * gib }, engine(count, resources)))).toEqual([expected]);
    });
});

/** Two nodes of 4 cores and 16 GiB, of which others have taken 2 cores and 4 GiB. */
const room: ClusterRoom = {
    nodes: ["a", "b"].map(name => ({ name, allocatable: { cpu: 4, memory: 16 * gib }, pods: 110 })),
    others: { requests: { cpu: 2, memory: 4 * gib }, limits: { cpu: 0, memory: 0 }, pods: 20 },
    own: { requests: { cpu: 0, memory: 0 }, limits: { cpu: 0, memory: 0 }, pods: 0 },
    quotas: [],
    ranges: [],
    claims: new Map(),
};

function cluster(counts: Partial<Pods>, resources: Resources = each([1, 2], [1, 2])): KubernetesModel {
    return kubernetesModel({ services: [kubernetesService("app", counts, { container: container({ resources }) })] });
}

function wrong(model: KubernetesModel, more: Partial<ClusterRoom> = {}): string[] {
    return lines(judgeRoom({ ...room, ...more }, model)).filter(line => !line.startsWith("ok"));
}

describe("a cluster's nodes", () => {
    it("have room, with the figures", () => {
        // The proxy: 2 pods, each 0.1 cores for nginx and what its agent asks for.
        expect(lines(judgeRoom(room, cluster({ replicas: 3 })))).toEqual([expect.stringMatching(/^ok: room for 5 pods, which request up to 3\.\d+ cores and 3\.\d+ GiB of memory; 2 nodes with 6 cores and 28 GiB of memory beside the pods of others$/)]);
    });

    it("may have none for all pods, which wait then", () => {
        expect(wrong(cluster({ replicas: 6 }))).toEqual([expect.stringMatching(/^warning: 8 pods request 6\.\d+ cores, and there are 2 nodes with 6 cores and .* beside the pods of others: some pods will wait$/)]);
    });

    it("may have none for all that the autoscaler adds", () => {
        expect(wrong(cluster({ autoscaling: { ...autoscaling, min: 3, max: 10 } }))).toEqual([expect.stringMatching(/^warning: 12 pods request 10\.\d+ cores, .*: the autoscaler can't go that far$/)]);
    });

    it("have places for a number of pods, too", () => {
        expect(wrong(cluster({ replicas: 10 }, each([null, null], [null, null])), { nodes: [{ name: "a", allocatable: { cpu: 4, memory: 16 * gib }, pods: 30 }] })).toEqual(["warning: 12 pods, and the nodes take 10 more: some pods will wait"]);
    });

    it("never have room for a pod that is larger than each of them", () => {
        expect(wrong(cluster({ replicas: 1 }, each([7, 7], [null, null])))).toEqual([expect.stringMatching(/^missing: each pod of evenkeel-app requests 7 cores and 0 MiB of memory, and no node has that: 4 cores or 16 GiB of memory is the most that one has$/)]);
    });

    it("that nobody may look at, or that take nothing, keep nobody from trying", () => {
        expect(wrong(cluster({}), { nodes: undefined })).toEqual(["note: what the nodes can carry: the cluster does not say, or not to your account"]);
        expect(wrong(cluster({}), { nodes: [] })).toEqual(["warning: no node takes the stack's pods: all are cordoned or tainted, or there is none"]);
    });
});

describe("a namespace", () => {
    function quota(hard: Record<string, number>, used: Record<string, number> = {}): Quota {
        return { name: "team", hard: new Map(Object.entries(hard)), used: new Map(Object.entries(used)) };
    }

    function range(type: string, more: Partial<Record<"max" | "min" | "limits", Record<string, number>>>): Range {
        return { name: "usual", type, max: new Map(Object.entries(more.max ?? {})), min: new Map(Object.entries(more.min ?? {})), limits: new Map(Object.entries(more.limits ?? {})) };
    }

    it("has a quota for all pods, and one more while they are replaced", () => {
        const withPods = (pods: number): string[] => wrong(cluster({ replicas: 3 }), { quotas: [quota({ pods })] });
        expect(withPods(6)).toEqual([]);
        expect(withPods(5)).toEqual(["warning: the stack needs 6 of pods, and the quota team leaves it 5 of 5, with the pod that an update adds: no update will get any further"]);
        expect(withPods(4)).toEqual(["missing: the stack needs 5 of pods, and the quota team leaves it 4 of 4"]);
    });

    it("counts what others use, and not what the stack has already", () => {
        const used = quota({ "requests.memory": 8 * gib }, { "requests.memory": 5 * gib });
        expect(wrong(cluster({ replicas: 3 }), { quotas: [used], own: { requests: { cpu: 0, memory: 3.5 * gib }, limits: { cpu: 0, memory: 0 }, pods: 5 } })).toEqual([]);
        expect(wrong(cluster({ replicas: 3 }), { quotas: [used] })).toEqual([expect.stringMatching(/^missing: the stack needs 3\.\d+ GiB of requests\.memory, and the quota team leaves it 3 GiB of 8 GiB$/)]);
    });

    it("whose pods can't be told apart refuses only what is more than its whole quota", () => {
        const used = quota({ "pods": 6, "requests.memory": 8 * gib }, { "pods": 6, "requests.memory": 8 * gib });
        const unknown = "note: what others use of the namespace's ResourceQuotas: the cluster does not say, or not to your account";
        expect(wrong(cluster({ replicas: 3 }), { quotas: [used], own: undefined })).toEqual([unknown]);
        expect(wrong(cluster({ replicas: 5 }), { quotas: [used], own: undefined })).toEqual([unknown, "missing: the stack needs 7 of pods, and the quota team leaves it 6 of 6"]);
    });

    it.each(["quotas", "ranges"])("keeps nobody from trying whose %s nobody may look at", what => {
        expect(wrong(cluster({}), { [what]: undefined })).toEqual(["note: what the namespace's ResourceQuotas and LimitRanges allow: the cluster does not say, or not to your account"]);
    });

    it("may have less than the autoscaler's maximum", () => {
        expect(wrong(cluster({ autoscaling: { ...autoscaling, max: 4 } }), { quotas: [quota({ "limits.memory": 9 * gib })] }).at(-1)).toMatch(/^warning: the stack needs 9\.\d+ GiB of limits\.memory, and the quota team leaves it 9 GiB of 9 GiB, with the pod/);
    });

    it("with a quota on limits lets nobody in without, unless a LimitRange gives one", () => {
        const silent = cluster({ replicas: 1 }, each([1, null], [1, 1]));
        const quotas = [quota({ "limits.cpu": 100 })];
        expect(wrong(silent, { quotas })[0]).toMatch(/^missing: the quota team lets in no container without limits\.cpu, which these don't have: app of evenkeel-app, .*nginx of evenkeel-proxy$/);
        expect(wrong(silent, { quotas, ranges: [range("Container", { limits: { cpu: 1 } })] })).toEqual([]);
    });

    it("has a LimitRange for containers", () => {
        expect(wrong(cluster({}), { ranges: [range("Container", { max: { memory: gib } })] })).toEqual(["missing: app of evenkeel-app has a limit of 2 GiB (memory), and the namespace's LimitRange usual allows 1 GiB"]);
        expect(wrong(cluster({}), { ranges: [range("Container", { min: { cpu: 1.5 } })] })[0]).toBe("missing: app of evenkeel-app requests 1 (cpu), and the namespace's LimitRange usual asks for 1.5 at least");
        expect(wrong(cluster({}), { ranges: [range("Pod", { max: { memory: 1 } })] })).toEqual([]);
    });

    it("has space for volumes, which never shrink", () => {
        const model = cluster({ claims: [claim("data")] });
        const full = quota({ "requests.storage": 10 * gigabyte, "persistentvolumeclaims": 1 }, { "requests.storage": 10 * gigabyte, "persistentvolumeclaims": 1 });
        expect(wrong(model, { claims: undefined, quotas: [full] })).toEqual(["note: whether the stack's volumes are there, and get their space: the cluster does not say, or not to your account"]);
        expect(wrong(model, { claims: new Map([["evenkeel-app-data", bytes(5 * gigabyte)]]), quotas: [quota({ "requests.storage": 10 * gigabyte }, { "requests.storage": 5 * gigabyte })] })).toEqual([]);
        expect(wrong(model, { claims: new Map([["evenkeel-app-data", bytes(50 * gigabyte)]]) })).toEqual(["missing: the volume data of app has 50 GiB, and the stack file says 10 GiB: a claim never shrinks"]);
        expect(wrong(model, { quotas: [quota({ "requests.storage": 5 * gigabyte, "persistentvolumeclaims": 0 })] })).toEqual(["missing: the stack needs 10 GiB more of requests.storage, and the quota team leaves it 5 GiB", "missing: the stack needs 1 more volumes, and the quota team leaves it 0"]);
        expect(wrong(model, { ranges: [range("PersistentVolumeClaim", { max: { storage: gigabyte } })] })).toEqual(["missing: the volume data of app asks for 10 GiB, and the namespace's LimitRange usual allows 1 GiB at most"]);
    });
});

describe("what is asked of a cluster", () => {
    const pod = (uid: string, nodeName: string | undefined, memory: string): object => ({
        metadata: { name: uid, uid },
        spec: { nodeName, containers: [{ resources: { requests: { cpu: "500m", memory }, limits: { memory } } }], initContainers: [{ restartPolicy: "Always", resources: { requests: { cpu: "100m" } } }, { resources: { requests: { cpu: "64" } } }] },
    });
    const node = (name: string, spec: object): object => ({ metadata: { name, uid: name }, spec, status: { allocatable: { cpu: "3920m", memory: "16Gi", pods: "110" } } });

    async function asked(more: (request: string) => object | undefined): Promise<ClusterRoom> {
        const server = new ApiServer(request => more(request) ?? { items: [] });
        await server.start();
        try {
            return await askRoom(server.cluster, kubernetesModel());
        } finally {
            await server.stop();
        }
    }

    it("is who has room, who takes it, and what the namespace allows", async () => {
        const found = await asked(request => {
            const answers: readonly [RegExp, readonly object[]][] = [
                [/v1\/nodes/, [node("a", {}), node("cordoned", { unschedulable: true }), node("control", { taints: [{ effect: "NoSchedule" }] }), node("soft", { taints: [{ effect: "PreferNoSchedule" }] })]],
                [/v1\/pods\?.*limit=1000/, [pod("own", "a", "1Gi"), pod("other", "a", "2Gi"), pod("elsewhere", "control", "4Gi"), pod("nowhere", undefined, "8Gi")]],
                [/namespaces\/evenkeel\/pods\?.*instance=evenkeel/, [pod("own", "a", "1Gi")]],
                [/resourcequotas/, [{ metadata: { name: "q" }, status: { hard: { "requests.cpu": "2" }, used: { "requests.cpu": "1500m" } } }, { metadata: { name: "scoped" }, spec: { scopes: ["BestEffort"] }, status: { hard: { pods: "0" } } }]],
                [/limitranges/, [{ metadata: { name: "r" }, spec: { limits: [{ type: "Container", max: { memory: "1Gi" }, default: { cpu: "1" } }] } }]],
                [/persistentvolumeclaims/, [{ metadata: { name: "evenkeel-app-data" }, spec: { resources: { requests: { storage: "10Gi" } } } }]],
            ];
            const items = answers.find(([pattern]) => pattern.test(request))?.[1];
            return items === undefined ? undefined : { items };
        });
        expect(found).toEqual({
            nodes: ["a", "soft"].map(name => ({ name, allocatable: { cpu: 3.92, memory: 16 * gib }, pods: 110 })),
            others: { requests: { cpu: 0.6, memory: 2 * gib }, limits: { cpu: 0, memory: 2 * gib }, pods: 1 },
            own: { requests: { cpu: 0.6, memory: gib }, limits: { cpu: 0, memory: gib }, pods: 1 },
            quotas: [{ name: "q", hard: new Map([["requests.cpu", 2]]), used: new Map([["requests.cpu", 1.5]]) }],
            ranges: [{ name: "r", type: "Container", max: new Map([["memory", gib]]), min: new Map(), limits: new Map([["cpu", 1]]) }],
            claims: new Map([["evenkeel-app-data", 10 * gib]]),
        });
    });

    it("may be left without an answer, which keeps nobody from trying", async () => {
        const found = await asked(request => (request.includes("/nodes") ? undefined : { items: [] }));
        expect(found.nodes).toEqual([]);
        const gone = new ApiServer(() => undefined);
        await gone.start();
        const { cluster: silent } = gone;
        await gone.stop();
        expect(await askRoom(silent, kubernetesModel())).toMatchObject({ nodes: undefined, others: undefined, quotas: undefined, ranges: undefined, claims: undefined });
    });

    it("is not every pod of a large cluster: what others take is not known then", async () => {
        const found = await asked(request => (request.includes("limit=1000") ? { items: [], metadata: { continue: "more" } } : undefined));
        expect(found.others).toBeUndefined();
    });
});
