import { X509Certificate } from "node:crypto";
import { request } from "node:https";
import { setTimeout as pause } from "node:timers/promises";
import type { TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chainFingerprint } from "../../../components/targets/certificate-files";
import { agentPart } from "../../../components/targets/kubernetes/proxy-pod";
import { makePair, type Pair } from "../../certificates";
import { AgentInstance } from "./agent-instance";
import { whyNoPod } from "./agent-needs";
import { AgentPod } from "./agent-pod";
import { AgentScene, at, endpoint } from "./agent-scene";
import { certificateOf, names, releaseFiles, siteModel } from "./agent-site";

const why = whyNoPod();
const model = siteModel({ tls: { mode: "self-signed", profile: "intermediate", hsts: null } });
const { release, files } = releaseFiles(model);
let pod: AgentPod;
let scene: AgentScene;
let pair: Pair;

beforeAll(async () => {
    if (why === undefined) {
        pair = await makePair({ names: ["site.example"] });
        pod = await AgentPod.create(model);
        scene = new AgentScene(pod, `https://${pod.address}`);
        pod.place("release", files);
        pod.place("tls", certificateOf(pair));
        await scene.begin(1, 2);
        await pod.startAll();
    }
});

afterAll(async () => {
    if (why === undefined) {
        await scene.stop();
    }
});

interface Shown {
    readonly status: number;
    readonly certificate: string;
}

/** An answer over TLS to its end, on a connection of its own. */
function shown(path = "/x"): Promise<Shown> {
    return new Promise((resolve, reject) => {
        request({ host: pod.address, path, rejectUnauthorized: false, agent: false }, response => {
            const certificate = (response.socket as TLSSocket).getPeerCertificate().fingerprint256;
            response.on("end", () => { resolve({ status: response.statusCode ?? 0, certificate }); }).on("error", reject).resume();
        }).on("error", reject).end();
    });
}

function fingerprint({ certificate }: Pair): string {
    return new X509Certificate(certificate).fingerprint256;
}

describe.skipIf(why !== undefined)(`a proxy and its agent in one pod${why === undefined ? "" : ` (skipped: ${why})`}`, () => {
    test("serve the pods that the name service knows, and log each request with the address of who answered", async () => {
        expect(await scene.load(() => pause(1000))).toEqual([endpoint(1), endpoint(2)]);
        expect(pod.log("nginx")).toMatch(/^\{"time":.*"status":200,.*"service":"app","served_by":"10\.232\.1\.[12]:8000","instance":"10\.232\.1\.[12]:8000"/m);
        expect((await pod.get("/x")).status).toBe(301);
    });

    test("tell health by address, and what they serve on the socket alone", async () => {
        await expect.poll(async () => (await pod.get("/health")).body, { timeout: 10_000 }).toContain('"status": "degraded"');
        const { status, body } = await pod.get("/health");
        expect(status).toBe(200);
        expect(JSON.parse(body)).toMatchObject({
            upstreams: { app: "up", api: "up" },
            instances: { app: { [endpoint(1)]: { state: "up" }, [endpoint(2)]: { state: "up" }, [`${names.backup}:8000`]: { state: "down", backup: true } } },
            release: `${release}.${chainFingerprint(pair.certificate)}`,
        });
        expect(await pod.control("/-/evenkeel/release")).toBe(`${release}.${chainFingerprint(pair.certificate)}`);
        expect(await pod.control("/-/evenkeel/slots")).toMatch(/^[0-9a-f]{16}$/);
        expect((await pod.get("/-/evenkeel/slots")).status).toBe(403);
        expect((await pod.get("/nginx_status")).status).toBe(403);
    });

    test("run without any power, on files that are read-only but for the folders of the pod", async () => {
        const script = "for pid in $(cat /run/evenkeel/nginx.pid) 1; do grep -hE '^(Uid|CapPrm|CapEff|CapBnd|NoNewPrivs)' /proc/$pid/status; done; touch /x /opt/evenkeel/x 2>&1 || :";
        expect(new Set((await pod.exec("nginx", script)).trim().split("\n"))).toEqual(new Set([
            "Uid:\t10001\t10001\t10001\t10001", "NoNewPrivs:\t1", ...["Prm", "Eff", "Bnd"].map(set => `Cap${set}:\t0000000000000000`),
            "touch: cannot touch '/x': Read-only file system", "touch: cannot touch '/opt/evenkeel/x': Read-only file system",
        ]));
        expect((await pod.exec("agent", "stat -c '%a %u' /opt/evenkeel/current/nginx/tls/site.key")).trim()).toBe("600 10001");
        expect(pod.passes("agent", agentPart(model).liveness.command)).toBe(true);
    });

    test("lose no request while pods are replaced, added and taken away", async () => {
        const seen = await scene.load(async () => {
            for (const [comes, stays, goes] of [[3, 2, 1], [4, 3, 2], [5, 4, 3]] as const) {
                await scene.start(comes);
                await scene.serve([comes, stays, goes]);
                await pause(1000);
                await scene.serve([comes, stays]);
                await scene.end(goes);
            }
            await scene.start(6);
            await scene.serve([4, 5, 6]);
            await scene.serve([5]);
            await Promise.all([scene.end(4), scene.end(6)]);
        });
        expect(seen).toEqual([1, 2, 3, 4, 5, 6].map(endpoint));
    });

    test("lose no idempotent request when a pod is killed before the name service knows", async () => {
        await scene.start(7);
        await scene.serve([5, 7]);
        await scene.load(async () => {
            await scene.end(5, "SIGKILL");
            await pause(3000);
            await scene.serve([7]);
        });
    });

    test("take the same pods in another order for what they are", async () => {
        await scene.start(8);
        await scene.serve([7, 8]);
        const before = await scene.reloads();
        for (let round = 0; round < 12; round += 1) {
            scene.know(round % 2 === 0 ? [8, 7] : [7, 8]);
            await pause(300);
        }
        expect(await scene.reloads()).toBe(before);
    });

    test("reload about once a second at the most, and keep few copies, however fast pods come and go", async () => {
        const before = await scene.reloads();
        const begun = Date.now();
        await scene.load(async () => {
            for (let round = 0; round < 60; round += 1) {
                scene.know([7, 8, 30 + (round % 10)]);
                await pause(100);
            }
            await scene.serve([7, 8]);
        });
        const seen = (await scene.reloads()) - before;
        expect(seen).toBeGreaterThan(2);
        expect(seen).toBeLessThanOrEqual((Date.now() - begun) / 1000);
        expect((await pod.exec("agent", "ls /opt/evenkeel/releases")).trim().split("\n").length).toBeLessThanOrEqual(2);
    });

    test("show the certificate of now soon after its Secret was changed, and none that its key does not fit", async () => {
        const [next, stranger] = [await makePair({ names: ["site.example"] }), await makePair({ names: ["site.example"] })];
        await scene.load(async () => {
            pod.place("tls", certificateOf(next));
            await expect.poll(async () => (await shown()).certificate, { timeout: 10_000 }).toBe(fingerprint(next));
        });
        expect(await pod.control("/-/evenkeel/release")).toBe(`${release}.${chainFingerprint(next.certificate)}`);
        pod.place("tls", certificateOf({ certificate: stranger.certificate, key: next.key }));
        await expect.poll(() => pod.log("agent"), { timeout: 10_000 }).toContain("what has changed can not be served, and what was served stays");
        expect(await shown()).toEqual({ status: 200, certificate: fingerprint(next) });
        pod.place("tls", certificateOf(next));
        await scene.serve([7]);
    });

    test("find pods by IPv6 too", async () => {
        const instance = await AgentInstance.start(pod, "fd32::1");
        pod.names({ [names.app]: ["fd32::1"], [names.api]: [at(21)] });
        await expect.poll(() => pod.serving("app"), { timeout: 10_000 }).toEqual(["[fd32::1]:8000"]);
        await expect.poll(async () => (await shown()).status, { timeout: 10_000 }).toBe(200);
        await expect.poll(async () => (await pod.get("/health")).body, { timeout: 10_000 }).toContain('"[fd32::1]:8000": {"state": "up"');
        await scene.serve([7]);
        await instance.end();
    });

    test("finish what they have begun when they are told to end, and end", async () => {
        const long = Array.from({ length: 5 }, () => shown("/backup"));
        await pause(1500);
        const begun = Date.now();
        pod.signal("nginx", "SIGTERM");
        expect((await Promise.all(long)).map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 200));
        expect(await pod.ended("nginx")).toBe(0);
        expect(Date.now() - begun).toBeGreaterThan(2000);
        expect(Date.now() - begun).toBeLessThan(10_000);
        const after = Date.now();
        pod.signal("agent", "SIGTERM");
        expect(await pod.ended("agent")).toBe(0);
        expect(Date.now() - after).toBeLessThan(10_000);
    });
});
