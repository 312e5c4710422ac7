import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectNoneLost } from "../../load/under-load";
import { pause } from "../example-stack";
import { whyNoNode } from "./cluster/reasons";
import { TestCluster } from "./cluster/test-cluster";
import { isReady, KubernetesStack, type Pod } from "./kubernetes-stack";

const reason = whyNoNode();
const rate = 200;

describe.skipIf(reason !== undefined)(`the Kubernetes example under ${String(rate)} requests a second${reason === undefined ? "" : ` (${reason})`}`, () => {
    let cluster: TestCluster;
    let stack: KubernetesStack;

    beforeAll(async () => {
        cluster = await TestCluster.start({ node: true });
        stack = new KubernetesStack(cluster).withoutAutoscaling();
        await stack.up();
    });

    afterAll(async () => {
        await cluster.stop();
        stack.forget();
    });

    it("answers for its health, names pods, redirects to TLS and shows the certificate, as on the host target", async () => {
        const health = await stack.get("/health", "http");
        expect([health.status, JSON.parse(health.body)]).toMatchObject([200, { status: "healthy", upstreams: { app: "up" } }]);
        expect((await stack.get("/x", "http")).headers["location"]).toBe(`https://${stack.host}/x`);
        const addresses = (await stack.pods("app")).map(({ status }) => `${status.podIP ?? ""}:8000`);
        const seen = new Set<unknown>();
        const ask = async (): Promise<unknown[]> => {
            const answers = await Promise.all(Array.from({ length: 20 }, () => stack.get("/")));
            answers.forEach(({ headers }) => seen.add(headers["x-served-by"]));
            return [...seen].sort();
        };
        await expect.poll(ask, { timeout: 60_000 }).toEqual(addresses.sort());
        expect((await stack.get("/")).headers["x-frame-options"]).toBe("DENY");
        const socket = connect({ host: new URL(stack.https).hostname, port: 443, servername: stack.host, rejectUnauthorized: false });
        await once(socket, "secureConnect");
        expect([socket.getProtocol(), socket.getPeerCertificate().subjectaltname]).toEqual(["TLSv1.3", `DNS:${stack.host}`]);
        socket.destroy();
    });

    it("loses no request to a new image, one pod at a time", async () => {
        const [app, proxy] = [await stack.identities("app"), await stack.identities("proxy")];
        const reports = await stack.during(async () => {
            stack.edit("healthai-rag:1.0.0", "healthai-rag:1.1.0");
            expect(await stack.up()).toContain("app: 3 of 3 pods are ready");
        });
        expectNoneLost(reports, rate);
        expect((await stack.identities("app")).filter(uid => app.includes(uid))).toEqual([]);
        expect(await stack.identities("proxy")).toEqual(proxy);
        expect((await stack.get("/")).body).toContain("1.1.0");
    });

    it("loses no request to a change of the proxy's settings, which rolls its pods alone", async () => {
        const [app, proxy] = [await stack.identities("app"), await stack.identities("proxy")];
        const reports = await stack.during(async () => {
            stack.edit("failTimeout: 10s", "failTimeout: 11s");
            await stack.up();
        });
        expectNoneLost(reports, rate);
        expect(await stack.identities("app")).toEqual(app);
        expect((await stack.identities("proxy")).filter(uid => proxy.includes(uid))).toEqual([]);
    });

    it("loses no request to an update of the proxy itself", async () => {
        const proxy = await stack.identities("proxy");
        const reports = await stack.during(async () => {
            stack.edit("    updateTimeout: 5m", "    proxy: { resources: { memory: { request: 96Mi } } }\n    updateTimeout: 5m");
            await stack.up();
        });
        expectNoneLost(reports, rate);
        expect((await stack.identities("proxy")).filter(uid => proxy.includes(uid))).toEqual([]);
    });

    it("loses no request to scaling up and down, which touches exactly the difference", async () => {
        const three = await stack.identities("app");
        const reports = await stack.during(async () => {
            stack.edit("instances: 3", "instances: 5");
            await stack.up();
            expect(await stack.identities("app")).toEqual(expect.arrayContaining(three));
            stack.edit("instances: 5", "instances: 2");
            await stack.up();
            await pause(12_000);
        });
        expectNoneLost(reports, rate);
        expect(await stack.pods("app")).toHaveLength(2);
        expect(Object.keys(Object.assign({}, ...reports.map(({ instances }) => instances)) as object)).toHaveLength(5);
    });

    it("loses no request when a pod is killed, and has it back", async () => {
        const [victim] = await stack.pods("app");
        const address = `${victim?.status.podIP ?? ""}:8000`;
        const reports = await stack.during(async () => {
            kill(victim?.metadata.name ?? "");
            await pause(30_000);
        });
        expectNoneLost(reports, rate);
        const late = reports.flatMap(({ results }) => results).filter(({ at }) => at > 25_000);
        expect(new Set(late.map(({ instance }) => instance))).toContain(address);
    });

    it("loses no request to a drain, which the disruption budgets hold until other pods are ready", async () => {
        stack.edit("instances: 2", "instances: 3");
        await stack.up();
        const [app, proxy] = [await stack.identities("app"), await stack.identities("proxy")];
        const reports = await stack.during(async () => {
            // There is no other node: what goes finds no place, and what is left has to stay.
            const drained = cluster.kubectl("drain", "real-0", "--ignore-daemonsets", "--delete-emptydir-data", "--timeout=20s");
            await expect(drained).rejects.toThrow(/Cannot evict pod as it would violate the pod's disruption budget/);
            expect([await left("app", app), await left("proxy", proxy)]).toEqual([2, 1]);
            await cluster.kubectl("uncordon", "real-0");
            await untilReady("app", 3);
            await untilReady("proxy", 2);
        });
        expectNoneLost(reports, rate);
    });

    it("loses no request when every pod is evicted, each as soon as the budgets allow", async () => {
        const doomed = [...(await stack.pods("app")), ...(await stack.pods("proxy"))].map(({ metadata }) => metadata.name);
        const reports = await stack.during(() => Promise.all(doomed.map(evict)));
        expectNoneLost(reports, rate);
        const pods = [...(await stack.pods("app")), ...(await stack.pods("proxy"))].map(({ metadata }) => metadata.name);
        expect(pods.filter(name => doomed.includes(name))).toEqual([]);
    });

    it("limits clients by their address, as on the host target", async () => {
        stack.edit("rateLimit: off", "rateLimit: { rate: 1, burst: 1 }");
        await stack.up();
        const answers = await Promise.all(Array.from({ length: 20 }, () => stack.get("/")));
        const statuses = answers.map(({ status }) => status);
        expect(new Set(statuses)).toEqual(new Set([200, 429]));
        // Each proxy pod counts for itself.
        expect(statuses.filter(status => status === 200).length).toBeLessThanOrEqual(2 * 3);
        expect(answers.find(({ status }) => status === 429)?.headers["retry-after"]).toBeDefined();
    });

    async function left(name: string, before: readonly string[]): Promise<number> {
        return (await stack.identities(name)).filter(uid => before.includes(uid)).length;
    }

    async function untilReady(name: string, count: number): Promise<void> {
        const ready = async (): Promise<readonly Pod[]> => (await stack.pods(name)).filter(isReady);
        for (const deadline = Date.now() + 60_000; (await ready()).length < count; await pause(500)) {
            expect(Date.now()).toBeLessThan(deadline);
        }
    }

    /** Refused (429) while the budget has no room. */
    async function evict(pod: string): Promise<void> {
        const path = `/api/v1/namespaces/${stack.namespace}/pods/${pod}/eviction`;
        const wish = join(stack.folder, `${pod}.json`);
        writeFileSync(wish, JSON.stringify({ apiVersion: "policy/v1", kind: "Eviction", metadata: { name: pod, namespace: stack.namespace } }));
        for (const deadline = Date.now() + 150_000; ; await pause(1000)) {
            const refused = await cluster.kubectl("create", "--raw", path, "--filename", wish).then(() => undefined, String);
            if (refused === undefined) {
                return;
            }
            expect(refused).toContain("disruption budget");
            expect(Date.now()).toBeLessThan(deadline);
        }
    }
});

/** Ends a pod's application at once, with SIGKILL, behind the cluster's back. */
function kill(pod: string): void {
    const isOf = (pid: string): boolean => {
        try {
            return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").includes(`APP_INSTANCE=${pod}`);
        } catch {
            return false;
        }
    };
    const victims = readdirSync("/proc").filter(name => /^\d+$/.test(name) && isOf(name));
    expect(victims).toHaveLength(1);
    victims.forEach(pid => process.kill(Number(pid), "SIGKILL"));
}
