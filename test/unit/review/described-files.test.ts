import { describe, expect, test } from "vitest";
import type { KubernetesModel } from "../../../components/config/model";
import { fileChanges } from "../../../tools/changes/files";
import { describedFiles } from "../../../tools/review/described-files";
import { thisCode } from "../../../tools/review/this-code";
import { container, dockerModel } from "../docker/model";
import { kubernetesModel, kubernetesService } from "../kubernetes/model";

function filesOf(model: KubernetesModel): Map<string, string> {
    return new Map(describedFiles(model, thisCode));
}

function changed(before: KubernetesModel, after: KubernetesModel): string[] {
    return fileChanges(filesOf(before), filesOf(after)).map(({ path }) => path);
}

describe("what is known of a stack on a cluster", () => {
    const model = kubernetesModel();

    test("is its objects, after the files of the release", () => {
        const paths = [...filesOf(model).keys()];
        expect(paths).toContain("nginx/nginx.conf");
        expect(paths.slice(-2).every(path => path.startsWith("kubernetes/"))).toBe(true);
        expect(filesOf(model).get("kubernetes/deployment-evenkeel-app.yaml")).toMatch(/^kind: Deployment$/m);
        expect(paths.filter(path => path.includes("configmap"))).toEqual([]);
    });

    test("differs in the objects alone where pods alone do", () => {
        const slim = kubernetesModel({ services: [kubernetesService("app", {}, { container: container({ image: { kind: "prebuilt", name: "app:2.0" } }) })] });
        const wide = kubernetesModel({ services: [kubernetesService("app", {}, { container: container() })] });
        expect(changed(wide, slim)).toEqual(["kubernetes/deployment-evenkeel-app.yaml"]);
    });

    test("differs in the files alone where the release does", () => {
        const paths = changed(model, { ...model, nginx: { ...model.nginx, workerConnections: 2 * model.nginx.workerConnections } });
        expect(paths.length).toBeGreaterThan(0);
        expect(paths.filter(path => path.startsWith("kubernetes/"))).toEqual([]);
    });

    test("shows no value that may be a secret, though its name stands on another line", () => {
        const own = container({ env: [{ name: "DB_PASSWORD", value: "sunshine" }, { name: "MODE", value: "fast" }], probe: ["redis-cli", "-a", "sunshine", "ping"] });
        const text = [...filesOf(kubernetesModel({ services: [kubernetesService("app", {}, { container: own })] })).values()].join("\n");
        expect(text).toContain("fast");
        expect(text).toContain("redis-cli -a [masked] ping");
        expect(text).not.toContain("sunshine");
    });
});

test("elsewhere it is the files of the release", () => {
    expect(describedFiles(dockerModel(), thisCode).filter(([path]) => path.startsWith("kubernetes/"))).toEqual([]);
});
