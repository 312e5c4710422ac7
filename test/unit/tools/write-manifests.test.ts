import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { removeManifests, writeManifests } from "../../../tools/rendering/write-manifests";
import { container } from "../docker/model";
import { kubernetesModel, kubernetesService } from "../kubernetes/model";
import { objectsOf } from "../kubernetes/objects";

const folder = mkdtempSync(join(tmpdir(), "evenkeel-write-"));
const rendered = { files: [{ path: "nginx/nginx.conf", executable: false, content: "# managed\n" }], links: [], release: "a".repeat(64) };
const model = kubernetesModel({
    tls: { mode: "self-signed", profile: "intermediate", hsts: null },
    services: [kubernetesService("app", {}, { container: container({ secrets: ["API_KEY"] }) })],
});

afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

describe("written manifests", () => {
    const { paths, secrets } = writeManifests(model, rendered, folder);

    it("are numbered in the order in which they are made", () => {
        expect(paths[0]).toBe("kubernetes/01-namespace-evenkeel.yaml");
        expect(readdirSync(join(folder, "kubernetes")).sort().map(name => `kubernetes/${name}`)).toEqual(paths);
    });

    it("say what is made, word for word", () => {
        const expected = objectsOf(model, rendered).map(object => JSON.stringify(object).replaceAll("-env-00000000", "-env-unknown"));
        expect(paths.map(path => JSON.stringify(parse(readFileSync(join(folder, path), "utf8"))))).toEqual(expected);
    });

    it("leave out what is secret, and say so", () => {
        expect(secrets).toEqual(["evenkeel-app-env-unknown", "evenkeel-tls"]);
        expect(paths.filter(path => path.includes("-secret-"))).toEqual([]);
    });

    it("go when the folder is used again", () => {
        removeManifests(folder);
        expect(existsSync(join(folder, "kubernetes"))).toBe(false);
    });
});
