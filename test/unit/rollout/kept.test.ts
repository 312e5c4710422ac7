import { afterEach, describe, expect, it } from "vitest";
import { leave, prune, referencesOf } from "../../../components/targets/kubernetes/rollout/kept";
import { Place } from "../../../components/targets/kubernetes/rollout/place";
import type { Settings } from "../../../components/targets/kubernetes/rollout/settings";
import { ApiServer } from "./api-server";
import { deployment, replicaSet } from "./objects";

const settings: Settings = { context: null, namespace: "rag", site: "rag", deployment: "rag-app", timeout: 300, address: "none" };
const place = new Place(settings);
const keptOf = (name: string): string => `labelSelector=app.kubernetes.io/name=${name},app.kubernetes.io/instance=rag,evenkeel/keep=revision`;

let server: ApiServer | undefined;

afterEach(() => server?.stop());

function items(...names: string[]): object {
    return { items: names.map(name => ({ metadata: { name } })) };
}

/** A cluster that keeps three ConfigMaps and two Secrets; `more` answers first. */
async function cluster(more: (request: string) => object | undefined = () => undefined): Promise<ApiServer> {
    server = new ApiServer(request => {
        const of = (kind: string): boolean => request === `GET /api/v1/namespaces/rag/${kind}?${keptOf("app")}`;
        return more(request) ?? (of("configmaps") ? items("rag-release-1", "rag-release-2", "rag-release-3") : of("secrets") ? items("rag-env-1", "rag-env-2") : request.startsWith("DELETE ") ? {} : undefined);
    });
    await server.start();
    return server;
}

function deletions({ asked }: ApiServer): string[] {
    return asked.flatMap(request => /^DELETE .*\/(.*)$/.exec(request)?.[1] ?? []).sort();
}

describe("what is kept for revisions", () => {
    const old = replicaSet(1, { volumes: [{ configMap: { name: "rag-release-1" } }], containers: [{ name: "app", env: [{ valueFrom: { secretKeyRef: { name: "rag-env-1" } } }] }] });
    const current = replicaSet(2, { volumes: [{ configMap: { name: "rag-release-3" } }] });

    it("goes when no ReplicaSet needs it any more, of the application or of its backups", async () => {
        const api = await cluster(request => (request.includes("/replicasets?labelSelector=app.kubernetes.io/name=app,app.kubernetes.io/instance=rag") ? { items: [old, current] } : undefined));
        await prune(api.cluster, place, deployment());
        expect(deletions(api)).toEqual(["rag-env-2", "rag-release-2"]);
    });

    it("goes as a whole with its Deployment, even when that is gone already", async () => {
        for (const there of [deployment(), undefined]) {
            const api = await cluster(request => (request.endsWith("/deployments/rag-app") ? there : undefined));
            await leave(api.cluster, place, settings);
            expect(deletions(api)).toEqual(["rag-env-1", "rag-env-2", "rag-release-1", "rag-release-2", "rag-release-3"]);
        }
    });

    it("stays when only the backups go, which share it", async () => {
        const { labels } = deployment().metadata;
        const api = await cluster(() => deployment({ metadata: { labels: { ...labels, "app.kubernetes.io/component": "backup" } } }));
        await leave(api.cluster, new Place({ ...settings, deployment: "rag-app-backup" }), { ...settings, deployment: "rag-app-backup" });
        expect(deletions(api)).toEqual([]);
    });
});

it("finds all that a pod can't start without", () => {
    const spec = {
        initContainers: [{ name: "init", envFrom: [{ secretRef: { name: "from" } }, { configMapRef: { name: "map-from" } }] }],
        containers: [{ name: "app", env: [{}, { valueFrom: {} }, { valueFrom: { secretKeyRef: { name: "key" } } }, { valueFrom: { configMapKeyRef: { name: "map-key" } } }] }],
        volumes: [{ secret: { secretName: "volume" } }, { configMap: { name: "map-volume" } }, { projected: { sources: [{ secret: { name: "source" } }, { configMap: { name: "map-source" } }] } }, {}],
    };
    expect(referencesOf(spec, "secrets").sort()).toEqual(["from", "key", "source", "volume"]);
    expect(referencesOf(spec, "configmaps").sort()).toEqual(["map-from", "map-key", "map-source", "map-volume"]);
});
