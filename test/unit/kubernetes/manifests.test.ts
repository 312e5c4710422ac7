import { describe, expect, it } from "vitest";
import type { KubernetesModel, Variable } from "../../../components/config/model";
import { stackManifests } from "../../../components/targets/kubernetes/manifests/stack";
import { container } from "../docker/model";
import { ms, model as hostModel } from "../proxy/model";
import { autoscaling, claim, kubernetesModel, kubernetesService, kubernetesTarget, type pods } from "./model";
import { deploymentsOf, objectNamed, objectsOf } from "./objects";

function withApp(...[counts, more]: [Parameters<typeof pods>[0]?, Parameters<typeof kubernetesService>[2]?]): KubernetesModel {
    return kubernetesModel({ services: [kubernetesService("app", counts, more)] });
}

function namesOf(model: KubernetesModel): string[] {
    return objectsOf(model).map(({ kind, metadata }) => `${kind} ${metadata.name.replace(/[0-9a-f]{12}$/, "HASH")}`);
}

function appContainer(model: KubernetesModel) {
    return objectNamed(model, "Deployment", "evenkeel-app").spec.template.spec.containers[0];
}

describe("a stack's objects", () => {
    it("come in the order in which they are made", () => {
        expect(namesOf(withApp({ autoscaling, backups: 2, claims: [claim("data")] }))).toEqual([
            "Namespace evenkeel",
            "ServiceAccount evenkeel-app",
            "PersistentVolumeClaim evenkeel-app-data",
            "Service evenkeel-app",
            "Service evenkeel-app-pods",
            "Service evenkeel-app-backup",
            "Service evenkeel-app-backup-pods",
            "NetworkPolicy evenkeel-app",
            "ServiceAccount evenkeel-proxy",
            "ConfigMap evenkeel-release-HASH",
            "ConfigMap evenkeel-agent-HASH",
            "Service evenkeel-proxy",
            "NetworkPolicy evenkeel-proxy",
            "Deployment evenkeel-app",
            "Deployment evenkeel-app-backup",
            "Deployment evenkeel-proxy",
            "HorizontalPodAutoscaler evenkeel-app",
            "PodDisruptionBudget evenkeel-app",
            "PodDisruptionBudget evenkeel-app-backup",
            "PodDisruptionBudget evenkeel-proxy",
        ]);
    });

    it("have no budget for a pod that is the only one", () => {
        expect(namesOf(withApp({ replicas: 1, backups: 1 })).filter(name => name.startsWith("PodDisruptionBudget"))).toEqual(["PodDisruptionBudget evenkeel-proxy"]);
    });

    it("all lie in the target's namespace and carry the recommended labels", () => {
        const model = kubernetesModel({ target: kubernetesTarget({ namespace: "other" }) });
        for (const { kind, metadata } of objectsOf(model)) {
            if (kind === "Namespace") {
                continue;
            }
            expect(metadata.namespace, kind).toBe("other");
            expect(metadata.labels).toMatchObject({ "app.kubernetes.io/instance": "evenkeel", "app.kubernetes.io/part-of": "evenkeel", "app.kubernetes.io/managed-by": "evenkeel" });
        }
    });

    it("admit into the namespace what meets the restricted profile alone, whichever stack shares it", () => {
        expect(objectNamed(kubernetesModel(), "Namespace", "evenkeel").metadata).toEqual({
            name: "evenkeel",
            labels: {
                "app.kubernetes.io/managed-by": "evenkeel",
                "pod-security.kubernetes.io/enforce": "restricted",
                "pod-security.kubernetes.io/audit": "restricted",
                "pod-security.kubernetes.io/warn": "restricted",
            },
        });
    });

    it("change with another release where the proxy is, and nowhere else", () => {
        const release = (hash: string, content: string) => ({ files: [{ path: "nginx/nginx.conf", executable: false, content }], links: [], release: hash.repeat(64) });
        const [before, after] = [release("a", "old\n"), release("b", "new\n")].map(rendered => objectsOf(withApp({ backups: 1 }), rendered));
        const changed = before?.filter((object, i) => JSON.stringify(object) !== JSON.stringify(after?.[i])) ?? [];
        expect(changed.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(["ConfigMap evenkeel-release-aaaaaaaaaaaa", "Deployment evenkeel-proxy"]);
    });

    it("lead requests to the model's instances by Services of those names", () => {
        const model = withApp({ backups: 1 });
        const headless = objectsOf(model).flatMap(object => (object.kind === "Service" && object.spec.clusterIP === "None" ? [object.metadata.name] : []));
        expect(headless).toEqual(model.services.flatMap(({ instances, backup }) => [...instances, ...backup].map(({ address }) => address)));
    });
});

describe("an application's pods", () => {
    it("are as many as the stack file says", () => {
        expect(deploymentsOf(withApp({ replicas: 4, backups: 2 })).map(({ spec }) => spec.replicas)).toEqual([4, 2, 2]);
    });

    it("are never counted where an autoscaler does; backups always are", () => {
        const deployments = deploymentsOf(withApp({ autoscaling, backups: 1 }));
        expect(deployments.map(({ spec }) => spec.replicas)).toEqual([undefined, 1, 2]);
        expect(deployments.map(({ metadata }) => metadata.annotations?.["evenkeel/scaled-by"])).toEqual(["autoscaler", "stack-file", "stack-file"]);
    });

    it("see variables as they are written, dollar signs and all, and open ports that are root's elsewhere", () => {
        const env: Variable[] = [{ name: "PRICE", value: "$(PORT) costs $$5" }];
        expect(appContainer(withApp({}, { container: container({ env }) }))?.env).toContainEqual({ name: "PRICE", value: "$$(PORT) costs $$$$5" });
        const onPort80 = withApp({}, { container: container(), instances: [{ address: "evenkeel-app-pods", port: 80, weight: 1, maxConnections: null }] });
        expect(deploymentsOf(onPort80)[0]?.spec.template.spec.securityContext.sysctls).toEqual([{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }]);
        expect(deploymentsOf(withApp({}))[0]?.spec.template.spec.securityContext).not.toHaveProperty("sysctls");
    });

    it("are told who they are, the port, variables and secrets, in this order", () => {
        const env: Variable[] = [{ name: "LOG_LEVEL", value: "info" }];
        expect(appContainer(withApp({}, { container: container({ env, secrets: ["API_KEY"] }) }))?.env).toEqual([
            { name: "APP_INSTANCE", valueFrom: { fieldRef: { apiVersion: "v1", fieldPath: "metadata.name" } } },
            { name: "PORT", value: "8000" },
            { name: "LOG_LEVEL", value: "info" },
            { name: "API_KEY", valueFrom: { secretKeyRef: { name: "evenkeel-app-env-00000000", key: "API_KEY" } } },
        ]);
    });

    it("start within their start period and as long again as a living one may fail", () => {
        const { startupProbe, livenessProbe, readinessProbe } = appContainer(kubernetesModel()) ?? {};
        expect(startupProbe).toEqual({ httpGet: { path: "/healthz", port: "http" }, periodSeconds: 2, timeoutSeconds: 10, failureThreshold: 65 });
        expect(livenessProbe).toEqual({ httpGet: { path: "/healthz", port: "http" }, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 3 });
        expect(readinessProbe).toEqual({ httpGet: { path: "/readyz", port: "http" }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 });
    });

    it("are asked by a command of their own where there is one", () => {
        const { startupProbe, livenessProbe, readinessProbe } = appContainer(withApp({}, { container: container({ probe: ["/bin/ask", "me"] }) })) ?? {};
        for (const probe of [startupProbe, livenessProbe, readinessProbe]) {
            expect(probe).toMatchObject({ exec: { command: ["/bin/ask", "me"] } });
            expect(probe).not.toHaveProperty("httpGet");
        }
    });

    it.each([
        [1000, 10, 16],
        [10_000, 10, 25],
        [60_000, 60, 125],
    ])("serve on before they end: drain %d ms, pause %d s, %d s in all", (drain, pause, grace) => {
        const model = kubernetesModel({ site: { ...hostModel().site, drain: ms(drain) } });
        expect(appContainer(model)?.lifecycle).toEqual({ preStop: { sleep: { seconds: pause } } });
        expect(objectNamed(model, "Deployment", "evenkeel-app").spec.template.spec.terminationGracePeriodSeconds).toBe(grace);
    });

    it("run as the account that the stack file names", () => {
        const account = (user: string | null) => objectNamed(withApp({}, { container: container({ user }) }), "Deployment", "evenkeel-app").spec.template.spec.securityContext;
        expect(account(null)).toMatchObject({ runAsUser: 10_001, runAsGroup: 10_001, fsGroup: 10_001 });
        expect(account("1000")).toMatchObject({ runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 });
        expect(account("1000:2000")).toMatchObject({ runAsUser: 1000, runAsGroup: 2000, fsGroup: 2000 });
    });

    it("have a place to write to where their image is read-only", () => {
        const volumes = (path: string) => withApp({ claims: [claim("data")] }, { container: container({ readOnly: true, volumes: [{ name: "data", path, readOnly: true }] }) });
        expect(appContainer(volumes("/data"))?.volumeMounts).toEqual([{ name: "claim-data", mountPath: "/data", readOnly: true }, { name: "tmp", mountPath: "/tmp" }]);
        expect(appContainer(volumes("/tmp"))?.volumeMounts).toEqual([{ name: "claim-data", mountPath: "/tmp", readOnly: true }]);
    });

    it("are replaced one by one, unless one holds what the next one needs", () => {
        const strategy = (accessMode: "ReadWriteMany" | "ReadWriteOnce" | "ReadOnlyMany" | "ReadWriteOncePod") =>
            objectNamed(withApp({ replicas: 1, claims: [claim("data", { accessMode })] }), "Deployment", "evenkeel-app").spec.strategy;
        expect(strategy("ReadWriteMany")).toEqual({ type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } });
        expect(strategy("ReadOnlyMany")).toMatchObject({ type: "RollingUpdate" });
        expect(strategy("ReadWriteOnce")).toEqual({ type: "Recreate" });
        expect(strategy("ReadWriteOncePod")).toEqual({ type: "Recreate" });
    });

    it("are pulled with the Secrets of the namespace that are for it", () => {
        const [first] = deploymentsOf(kubernetesModel({ target: kubernetesTarget({ pullSecrets: ["registry"] }) }));
        expect(first?.spec.template.spec.imagePullSecrets).toEqual([{ name: "registry" }]);
    });
});

describe("the secrets' objects", () => {
    it("hold nothing, and are named after what they will hold", () => {
        const model = withApp({}, { container: container({ secrets: ["API_KEY"] }) });
        const { applications } = stackManifests(model, { files: [], links: [], release: "a".repeat(64) }, () => "12345678");
        expect(applications[0]?.secret).toEqual({
            apiVersion: "v1",
            kind: "Secret",
            metadata: {
                name: "evenkeel-app-env-12345678",
                namespace: "evenkeel",
                labels: {
                    "app.kubernetes.io/name": "app",
                    "app.kubernetes.io/instance": "evenkeel",
                    "app.kubernetes.io/component": "application",
                    "app.kubernetes.io/part-of": "evenkeel",
                    "app.kubernetes.io/managed-by": "evenkeel",
                    "evenkeel/keep": "revision",
                },
            },
            type: "Opaque",
            immutable: true,
        });
    });
});
