import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Manifest } from "../../../components/targets/kubernetes/manifests/manifest";
import { asYaml } from "../../../tools/rendering/manifest-text";
import { kubernetesExamples } from "./examples";
import { objectsOf } from "./objects";

const folder = join(__dirname, "../../golden/kubernetes");

/** Hashes change with every file that they are made of, which have tests of their own. */
function withoutHashes(text: string): string {
    return text.replace(/\b([0-9a-f]{64}|(?<=(release|agent)-)[0-9a-f]{12})\b/g, hash => "x".repeat(hash.length));
}

/** Of files, their names alone. */
function shown(manifest: Manifest): string {
    if (manifest.kind !== "ConfigMap") {
        return withoutHashes(asYaml(manifest));
    }
    return withoutHashes(asYaml({ ...manifest, data: Object.fromEntries(Object.keys(manifest.data).map(key => [key, "..."])) }));
}

function fileOf({ kind, metadata }: Manifest): string {
    return `${kind.toLowerCase()}-${withoutHashes(metadata.name)}.yaml`;
}

describe.each([...kubernetesExamples])("the objects of $name", ({ name, model }) => {
    it.each(objectsOf(model).map(manifest => [fileOf(manifest), manifest] as const))("%s is as the golden file has it", async (file, manifest) => {
        await expect(shown(manifest)).toMatchFileSnapshot(join(folder, name, file));
    });

    it("are all that there are golden files of", () => {
        expect(readdirSync(join(folder, name)).sort()).toEqual(objectsOf(model).map(fileOf).sort());
    });
});
