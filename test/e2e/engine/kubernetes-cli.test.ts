import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { whyNoCluster } from "../kubernetes/cluster/reasons";
import { CliProject, whyNoCli } from "./cli-project";
import { KubernetesBench } from "./kubernetes-bench";
import type { KubernetesWish } from "./kubernetes-stack";

const reason = whyNoCli("kubernetes") ?? whyNoCluster();

describe.skipIf(reason !== undefined)(`objects that the Pulumi CLI and the engine hand to each other${reason === undefined ? "" : ` (${reason})`}`, () => {
    const bench = KubernetesBench.forTests();
    let project: CliProject;

    beforeEach(async () => {
        project = new CliProject("kubernetes-program.ts");
        await project.init();
    });

    afterEach(() => {
        project.remove();
    });

    function wishes(image: string, word: string): KubernetesWish[] {
        return [
            bench.namespace,
            bench.wish("secret", "words", { stringData: { word } }),
            bench.wish("configMap", "files", { metadata: { name: `t-files-${word}` }, data: { word } }),
            bench.wish("claim", "data", { spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1024Mi" } } } }),
            bench.wish("service", "service", { spec: { clusterIP: "None", selector: { app: "t" }, ports: [{ name: "http", port: 80 }] } }),
            bench.deployment(image, {}, { options: { ignoreChanges: ["spec.replicas"] } }),
            bench.wish("networkPolicy", "policy", { spec: { podSelector: {}, ingress: [{}], egress: [], policyTypes: ["Ingress"] } }),
        ];
    }

    async function ask(...resources: KubernetesWish[]): Promise<void> {
        bench.stack.wish(...resources);
        await project.set("resources", JSON.stringify(resources));
        await project.set("provider", JSON.stringify(bench.stack.provider));
    }

    test("neither proposes a change to what the other has made, and each goes on from there", async () => {
        await ask(...wishes("a:1", "first"));
        expect((await bench.stack.run("up")).result).toMatchObject({ ok: true, summary: { created: 10 } });
        await project.pulumi("stack", "import", "--file", bench.stack.stateFile);
        expect(await project.pulumi("preview", "--expect-no-changes", "--diff")).toContain("10 unchanged");

        await ask(...wishes("a:2", "other"));
        expect(await project.pulumi("up", "--yes", "--skip-preview")).toMatch(/~ 2 updated\s+\+-1 replaced/);
        expect(await bench.names("configmaps")).toEqual(["t-files-other"]);
        writeFileSync(bench.stack.stateFile, await project.pulumi("stack", "export"));
        expect((await bench.stack.run("preview")).result).toMatchObject({ ok: true, summary: { same: 10 } });

        await ask(...wishes("a:3", "third"));
        expect((await bench.stack.run("up")).result).toMatchObject({ ok: true, summary: { updated: 2, replaced: 1, same: 7 } });
        expect(await bench.owners("deployment", "t-app", "image")).toEqual([expect.stringMatching(/^pulumi-kubernetes-/)]);
        expect((await bench.stack.run("destroy")).result).toMatchObject({ ok: true, summary: { deleted: 10 } });
    });

    test("a state of the engine's is destroyed by the CLI", async () => {
        await ask(...wishes("a:1", "first"));
        expect((await bench.stack.run("up")).result?.ok).toBe(true);
        await project.pulumi("stack", "import", "--file", bench.stack.stateFile);
        expect(await project.pulumi("destroy", "--yes", "--skip-preview")).toContain("- 10 deleted");
        await bench.cluster.kubectl("wait", "--for=delete", `namespace/${bench.space}`, "--timeout=60s");
    });
});
