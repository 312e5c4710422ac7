import { afterEach, describe, expect, it } from "vitest";
import type { Address } from "../../../components/targets/kubernetes/rollout/address";
import type { Settings } from "../../../components/targets/kubernetes/rollout/settings";
import type { Snapshot } from "../../../components/targets/kubernetes/rollout/snapshot";
import { Wait } from "../../../components/targets/kubernetes/rollout/wait";
import { ApiServer } from "./api-server";
import { crashing, deployment, notReady, pod, replicaSet, update } from "./objects";

const usual: Settings = { context: null, namespace: "rag", site: "rag", deployment: "rag-app", timeout: 20_000, address: "none" };
/** For what never comes. */
const soon = { timeout: 300 };
const settled: Snapshot = { deployment: deployment(), replicaSets: [replicaSet(2)], pods: ["b", "a"].map(name => pod(name, 2)) };
const patient = { timeout: 10_000 };
const halfWay = update(pod("d", 2, notReady));

let server: ApiServer | undefined;
let lines: string[] = [];

afterEach(async () => {
    await server?.stop();
    lines = [];
});

/** The answers to a wait for what can be seen now; `more` answers what is about something else. */
function answering(seen: () => Snapshot | undefined, more: (request: string) => object | string | undefined = () => undefined): (request: string) => object | string | undefined {
    return request => {
        const snapshot = seen();
        const [, path = ""] = request.split(" ");
        if (path.endsWith("/deployments/rag-app")) {
            return snapshot?.deployment;
        }
        return more(request) ?? (path.includes("/replicasets?") ? { items: snapshot?.replicaSets ?? [] } : path.includes("/pods?") ? { items: snapshot?.pods ?? [] } : path.includes("?") ? { items: [] } : undefined);
    };
}

async function wait(answer: (request: string) => object | string | undefined, settings: Partial<Settings> = {}): Promise<Address | undefined> {
    server = new ApiServer(answer);
    await server.start();
    return new Wait(server.cluster, { ...usual, ...settings }, line => lines.push(line), 10).run();
}

/** One after the other, the last one for ever. */
function inTurn<T>(...steps: readonly T[]): () => T | undefined {
    let turn = 0;
    return () => steps[Math.min(turn++, steps.length - 1)];
}

describe("the wait for a rollout", () => {
    it("ends when it is done, and says each thing once", async () => {
        const steps = inTurn(halfWay, halfWay, update(pod("d", 2)), settled);
        let now: Snapshot | undefined;
        const answer = answering(() => now);
        expect(await wait(request => answer(((now = request.includes("/deployments/") ? steps() : now), request)))).toBeUndefined();
        expect(lines).toEqual([
            "app: 0 of 3 pods of the new version are ready, 3 of the old one still there",
            "app: 1 of 3 pods of the new version are ready, 3 of the old one still there",
            "app: 3 of 3 pods are ready",
        ]);
    });

    it("goes on when the cluster comes back", async () => {
        let now = halfWay;
        const ended = wait(answering(() => now));
        await expect.poll(() => lines, patient).toHaveLength(1);
        await server?.stop();
        await expect.poll(() => lines.at(-1), patient).toMatch(/^app: waiting for the cluster: The cluster at http:\S+ does not answer/);
        now = settled;
        await server?.start();
        await ended;
        expect(lines.at(-1)).toBe("app: 3 of 3 pods are ready");
    });

    it("fails when nothing goes on, with the words of what hinders it", async () => {
        const events = { items: [{ type: "Warning", reason: "Unhealthy", message: "Readiness probe failed: HTTP probe failed with statuscode: 503" }, { type: "Normal", reason: "Pulled", message: "pulled" }] };
        const secret = { data: { PASSWORD: Buffer.from("first line\nhunter2").toString("base64") } };
        const keyed = pod("d", 2, notReady, { containers: [{ name: "app", env: [{ valueFrom: { secretKeyRef: { name: "rag-app-env" } } }] }] });
        const failed = wait(
            answering(
                () => update(keyed),
                request => (request.includes("/events?") ? events : request.endsWith("/secrets/rag-app-env") ? secret : request.includes("/log?") ? "no answer from db as me:hunter2\n\n" : undefined),
            ),
            soon,
        );
        await expect(failed).rejects.toThrow(
            [
                "evenkeel: app got no further for 0.3 s: 0 of 3 pods of the new version are ready, 3 of the old one still there.",
                "  rag-app-d: its container app runs, but is not ready",
                "    Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503",
                "    last lines of app:",
                "      | no answer from db as me:[secret]",
                "3 pods of the version before go on serving.",
            ].join("\n"),
        );
    });

    it("asks for what a container said before it ended, where the one after it has said nothing", async () => {
        let restarts = 0;
        const log = (request: string): string => (request.includes("previous=true") ? "out of luck\n" : "unable to retrieve container logs for containerd://0123");
        const answer = answering(() => update(pod("d", 2, crashing(restarts++))), request => (request.includes("/log?") ? log(request) : undefined));
        await expect(wait(answer)).rejects.toThrow(/app can't get ready\.\n {2}rag-app-d: its container app has ended \d times, last with exit code 1\n {4}last lines of app:\n {6}\| out of luck\n3 pods/);
        expect(server?.asked.filter(request => request.includes("/log?"))).toEqual(["false", "true"].map(previous => `GET /api/v1/namespaces/rag/pods/rag-app-d/log?container=app&tailLines=10&limitBytes=65536&previous=${previous}`));
        expect(lines).toEqual(["app: 0 of 3 pods of the new version are ready, 3 of the old one still there; rag-app-d: its container app does not stay up"]);
    });

    it("fails all the same when nothing more is to be found out", async () => {
        const answer = answering(() => update(pod("d", 2, notReady)));
        await expect(wait(request => (request.includes("/events?") || request.includes("/log?") ? "no JSON" : answer(request)), soon)).rejects.toThrow("its container app runs, but is not ready");
    });

    it("fails when there is no such Deployment", async () => {
        await expect(wait(() => undefined)).rejects.toThrow("evenkeel: there is no Deployment rag-app in the namespace rag: somebody has deleted it.");
    });
});

describe("the address that clients go to", () => {
    const service = (status: object, spec: object = {}): ((request: string) => object | undefined) => request => (request.endsWith("/services/rag-app") ? { metadata: { uid: "service" }, spec, status } : undefined);

    it.each([{ ip: "10.245.0.1" }, { hostname: "lb.example" }])("is the load balancer's: %o", async ingress => {
        const found = await wait(answering(() => settled, service({ loadBalancer: { ingress: [ingress] } })), { address: "LoadBalancer" });
        expect(found).toEqual({ address: Object.values(ingress)[0] });
    });

    it("is waited for, and fails the wait with a way to go on", async () => {
        const events = { items: [{ type: "Warning", reason: "SyncLoadBalancerFailed", message: "no address is free" }] };
        const failed = wait(answering(() => settled, request => service({ loadBalancer: {} })(request) ?? (request.includes("/events?") ? events : undefined)), { ...soon, address: "LoadBalancer" });
        await expect(failed).rejects.toThrow(/^evenkeel: the Service rag-app got no address from a load balancer within 0.3 s\..*\n {2}SyncLoadBalancerFailed: no address is free\n.*set evenkeel:kubernetes expose type to NodePort or ClusterIP/);
        expect(lines).toEqual(["app: 3 of 3 pods are ready", "app: waiting for the load balancer's address"]);
    });

    const ports = { ports: [{ name: "http", port: 80, nodePort: 30080 }, { name: "https", port: 443, nodePort: 30443 }] };

    it.each<[string, object | undefined, string]>([
        ["its outer one", { addresses: [{ type: "InternalIP", address: "10.0.0.1" }, { type: "ExternalIP", address: "192.0.2.1" }] }, "192.0.2.1"],
        ["its inner one", { addresses: [{ type: "Hostname", address: "node-a" }, { type: "InternalIP", address: "10.0.0.1" }] }, "10.0.0.1"],
        ["its name, where nothing else is known", undefined, "node-a"],
    ])("is that of a node with a pod: %s", async (_, status, address) => {
        const answer = answering(() => settled, request => service({}, ports)(request) ?? (request.endsWith("/nodes/node-a") && status !== undefined ? { metadata: {}, status } : undefined));
        expect(await wait(answer, { address: "NodePort" })).toEqual({ address, ports: { http: 30080, https: 30443 } });
    });
});
