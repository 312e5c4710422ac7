import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { stringify } from "yaml";
import { previewTarget, requireTarget } from "../../../tools/commands/preflight";
import { autoscaling, claim, kubernetesModel, kubernetesService, kubernetesTarget } from "../kubernetes/model";
import { container, dockerModel, dockerService } from "../docker/model";
import { bytes, model } from "../proxy/model";
import { ApiServer } from "../rollout/api-server";

const folder = mkdtempSync(join(tmpdir(), "evenkeel-preflight-"));
const notes = vi.spyOn(console, "error").mockImplementation(() => undefined);
const scaled = kubernetesModel({ services: [kubernetesService("app", { autoscaling, claims: [claim("data")] })] });

let server: ApiServer;

/** A cluster with nothing in it but a default storage class, if it has one, in which everything is allowed, or nothing but to look. */
function bare(hasStorage: boolean, allowed = true): ApiServer {
    const standard = { metadata: { name: "standard", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } } };
    return new ApiServer(request => {
        if (request === "GET /version") {
            return { gitVersion: "v1.35.0" };
        }
        if (request.startsWith("POST /apis/authorization.k8s.io/")) {
            return { status: { allowed } };
        }
        if (request === "GET /api/v1/nodes") {
            return { items: [{ metadata: { name: "a" }, status: { allocatable: { cpu: "8", memory: "16Gi", pods: "110" } } }] };
        }
        return request.endsWith("/storageclasses") ? { items: hasStorage ? [standard] : [] } : /\/(services\?.*|persistentvolumes|persistentvolumeclaims)$/.test(request) ? { items: [] } : undefined;
    });
}

function said(): string {
    return notes.mock.calls.map(([line]) => String(line)).join("\n");
}

beforeEach(async () => {
    server = bare(true);
    await server.start();
    use(server.url);
});

async function restart(other: ApiServer): Promise<void> {
    await server.stop();
    server = other;
    await server.start();
    use(server.url);
}

afterEach(async () => {
    await server.stop();
    vi.unstubAllEnvs();
    notes.mockClear();
});

afterAll(() => rmSync(folder, { recursive: true }));

function use(url: string): void {
    const file = join(folder, "kubeconfig");
    writeFileSync(file, stringify({ clusters: [{ name: "c", cluster: { server: url } }], contexts: [{ name: "c", context: { cluster: "c", user: "c" } }], "current-context": "c" }));
    vi.stubEnv("KUBECONFIG", file);
}

describe("before an up", () => {
    it("says nothing of a cluster that has what the stack needs, and nothing at all of other targets", async () => {
        await requireTarget(kubernetesModel());
        vi.stubEnv("KUBECONFIG", join(folder, "nowhere"));
        await requireTarget(dockerModel());
        expect(said()).toBe("");
    });

    it("warns of what does not keep the stack from coming up", async () => {
        await requireTarget(scaled);
        expect(said()).toContain("warning  no metrics API: the number of pods of app stays what it is\n           -> Have metrics-server installed");
    });

    it("refuses with all that is missing", async () => {
        await restart(bare(false));
        await expect(requireTarget(scaled)).rejects.toThrow(/^The cluster http:\S+ lacks what the stack needs:\n {2}missing {2}no default storage class, for data of app\n.*-> Name one in .*\nNothing was changed\.$/);
    });

    it.each<[string, () => Promise<void>, string | null, RegExp]>([
        ["no such context", () => Promise.resolve(), "prod", /^The kubeconfig has no context prod\. It has: c\./],
        ["no answer", () => server.stop(), null, /^The cluster at http:\S+ does not answer \(ECONNREFUSED\)\.\nCheck KUBECONFIG/],
    ])("refuses in one message: %s", async (_, before, context, words) => {
        await before();
        await expect(requireTarget(kubernetesModel({ target: kubernetesTarget({ context }) }))).rejects.toThrow(words);
        await expect(requireTarget(kubernetesModel({ target: kubernetesTarget({ context }) }))).rejects.toMatchObject({ code: 1 });
    });
});

describe("of a stack's size", () => {
    it("what the cluster has no room for is warned of, and what never fits is refused", async () => {
        const scaledTo = (replicas: number): Promise<void> => requireTarget(kubernetesModel({ services: [kubernetesService("app", { replicas })] }));
        await scaledTo(120);
        expect(said()).toMatch(/^Of the cluster http:\S+:\n {2}warning {2}122 pods, and the nodes take 110 more: some pods will wait\n/);
        const large = kubernetesService("app", {}, { container: container({ resources: { cpu: { request: 9, limit: null }, memory: { request: null, limit: null } } }) });
        await expect(requireTarget(kubernetesModel({ services: [large] }))).rejects.toThrow(/lacks what the stack needs:\n {2}missing {2}each pod of evenkeel-app requests 9 cores and .*\n.*\nNothing was changed\.$/);
    });

    it("what the proxy can't make use of is warned of on every target", async () => {
        const crowded = { services: [{ ...dockerService("app", 5, 0), keepalive: 2 }] };
        await requireTarget(model(crowded));
        expect(said()).toBe("Of the stack file:\n  warning  services.app.keepalive is 2, with up to 5 instances (allowed: at least one idle connection for each instance, or most requests wait for a new one)\n           -> Raise it to 10 or more.");
        notes.mockClear();
        await previewTarget(model(crowded));
        expect(said()).toContain("services.app.keepalive is 2");
    });

    it("is compared with the machine of an engine that answers; else a preview says that it could not look", async () => {
        vi.stubEnv("DOCKER_HOST", "unix:///nowhere/docker.sock");
        vi.stubEnv("PATH", folder);
        expect(await previewTarget(dockerModel())).toMatchObject({ kind: "unknown" });
        expect(said()).toMatch(/^The Docker engine could not be asked \(.+\)\. Whether its machine can carry the instances is not known\.$/);
        writeFileSync(join(folder, "docker"), "#!/bin/sh\nprintf '2\\n4294967296\\n'\n", { mode: 0o755 });
        const resources = { cpu: { request: null, limit: null }, memory: { request: bytes(2 * 1024 ** 3), limit: null } };
        await expect(requireTarget(dockerModel({ services: [dockerService("app", 2, 1, { container: container({ resources }) })] }))).rejects.toThrow("The Docker engine lacks what the stack needs:\n  missing  3 instances request 6 GiB of memory, and the engine's machine has 4 GiB\n");
    });
});

describe("a preview goes on", () => {
    it("with a warning, and without an answer, which it says", async () => {
        expect(await previewTarget(scaled)).toEqual({ kind: "open" });
        await server.stop();
        const unknown = /does not answer \(ECONNREFUSED\)\. The preview goes by the last known state, and whether the cluster can carry the pods is not known/;
        expect(await previewTarget(kubernetesModel())).toEqual({ kind: "unknown", why: expect.stringMatching(unknown) as string });
        expect(said()).toMatch(/no metrics API[\s\S]*does not answer/);
    });

    it("and knows in the end that the target would refuse an up, and why", async () => {
        await restart(bare(false));
        const why = /^`npm run up` would be refused\. The cluster http:\S+ lacks what the stack needs:\n {2}missing {2}no default storage class, for data of app\n.*-> Name one in /;
        expect(await previewTarget(scaled)).toEqual({ kind: "refused", why: expect.stringMatching(why) as string });
    });

    it("with an account that may only look, where an up needs another one", async () => {
        await restart(bare(true, false));
        expect(await previewTarget(scaled)).toEqual({ kind: "open" });
        expect(said()).toContain("missing  your account may not: ");
        await expect(requireTarget(scaled)).rejects.toThrow("missing  your account may not: ");
    });
});
