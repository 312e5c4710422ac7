import { describe, expect, it } from "vitest";
import { labelsOf, selectorOf, versionLabel } from "../../../components/targets/kubernetes/manifests/labels";
import { kubernetesModel } from "./model";

const owner = { name: "app", component: "application" } as const;

describe("labels", () => {
    it("are the recommended ones", () => {
        expect(labelsOf(kubernetesModel(), owner)).toEqual({
            "app.kubernetes.io/name": "app",
            "app.kubernetes.io/instance": "evenkeel",
            "app.kubernetes.io/component": "application",
            "app.kubernetes.io/part-of": "evenkeel",
            "app.kubernetes.io/managed-by": "evenkeel",
        });
    });

    it("select by what never changes", () => {
        expect(Object.keys(selectorOf(kubernetesModel(), owner))).toEqual(["app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/component"]);
    });

    it.each([
        ["healthai-rag:1.0.0", "1.0.0"],
        ["registry.example.com:5000/team/app:v2", "v2"],
        ["app:1.0@sha256:0123456789abcdef", "1.0"],
        [`app:${"x".repeat(63)}`, "x".repeat(63)],
    ])("take the version from %s", (image, version) => {
        expect(versionLabel(image)).toEqual({ "app.kubernetes.io/version": version });
    });

    it.each(["app", "registry.example.com:5000/app", "app@sha256:0123456789abcdef", "app:_private", "app:v1-", `app:${"x".repeat(64)}`])("name no version for %s", image => {
        expect(versionLabel(image)).toEqual({});
    });
});
