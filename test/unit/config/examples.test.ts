import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { catalog } from "../../../components/config/reference/catalog";
import { settings } from "../../../components/config/settings/stack";
import type { RawConfig } from "../../../components/config/validate";
import { modelOf, project, rawOf, textOf } from "./stack-files";

const examples = join(project, "examples");
const docker = textOf(examples, "healthai-docker.yaml");
const kubernetes = textOf(examples, "healthai-kubernetes.yaml");

/** A stack file without its introduction, its target and that target's own block. */
function besidesTarget(text: string, target: string): string {
    const block = new RegExp(`^  evenkeel:target: ${target}\n\n  evenkeel:${target}:\n(?: {4}.*\n)+`, "m");
    expect(text).toMatch(block);
    return text.replace(block, "").replace(/^(#.*\n)+/, "");
}

describe("the example on Docker, switched to Kubernetes", () => {
    it("changes in its target and the target's own block alone, down to the last comment", () => {
        expect(besidesTarget(kubernetes, "kubernetes")).toBe(besidesTarget(docker, "docker"));
    });

    it("is accepted with nothing but the target and an empty block of its own", () => {
        const shared = Object.entries(rawOf(docker)).filter(([block]) => block !== "docker");
        expect(modelOf({ ...Object.fromEntries(shared), target: "kubernetes" }).services[0]?.pods).toMatchObject({ replicas: 3, backups: 1, autoscaling: null });
    });
});

describe("the example on Kubernetes", () => {
    it("has the figures of the manifests that it comes from", () => {
        const [app] = modelOf(rawOf(kubernetes)).services;
        expect(app?.pods).toEqual({
            replicas: 3,
            backups: 1,
            autoscaling: {
                min: 3,
                max: 10,
                cpu: 70,
                memory: 80,
                scaleUp: { stabilization: 60_000, percent: 100, period: 30_000 },
                scaleDown: { stabilization: 300_000, percent: 50, period: 60_000 },
            },
            probes: {
                liveness: { path: "/healthz", interval: 30_000, timeout: 10_000, fall: 3 },
                readiness: { path: "/readyz", interval: 10_000, timeout: 5000, fall: 3 },
                startPeriod: 40_000,
            },
            claims: [
                { name: "backups", size: 50 * 1024 ** 3, accessMode: "ReadWriteMany", storageClass: null },
                { name: "data", size: 10 * 1024 ** 3, accessMode: "ReadWriteMany", storageClass: null },
            ],
        });
        expect(app?.container?.resources).toEqual({ cpu: { request: 0.25, limit: 0.5 }, memory: { request: 512 * 1024 ** 2, limit: 1024 ** 3 } });
    });
});

describe("the plain example on Kubernetes", () => {
    const text = textOf(examples, "healthai-kubernetes-plain.yaml");

    it("is short", () => {
        expect(text.trim().split("\n").length).toBeLessThan(25);
    });

    it("has the same pods as the long one, but for its backup", () => {
        const podsOf = (raw: RawConfig) => modelOf(raw).services[0]?.pods;
        expect({ ...podsOf(rawOf(text)), backups: 1 }).toEqual(podsOf(rawOf(kubernetes)));
        expect(modelOf(rawOf(text)).target).toMatchObject({ exposure: { service: "LoadBalancer", through: null } });
    });
});

describe("prod", () => {
    const raw = rawOf(textOf(project, "Pulumi.prod.yaml"));

    it("shows every block, and all that is in those of the site and of the cluster", () => {
        const known = catalog(settings).filter(({ setting }) => setting.presence.kind !== "later" && setting.targets?.includes("kubernetes") !== false).map(({ path }) => path);
        const shown = (path: string): boolean => path.split(".").reduce<unknown>((block, key) => (block as RawConfig)[key], raw) !== undefined;
        expect(known.filter((path) => /^(\w+|(site|kubernetes)\.\w+)$/.test(path) && !shown(path))).toEqual([]);
    });

    it("is the example's system", () => {
        const [{ container, pods } = {}] = modelOf(raw).services;
        const [example] = modelOf(rawOf(kubernetes)).services;
        expect([pods, container?.image, container?.resources, container?.volumes]).toEqual([example?.pods, example?.container?.image, example?.container?.resources, example?.container?.volumes]);
    });
});
