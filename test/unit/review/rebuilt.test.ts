import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Model } from "../../../components/config/model";
import type { Image } from "../../../components/config/model-containers";
import { rebuilt } from "../../../tools/review/rebuilt";
import { container, dockerModel, dockerService } from "../docker/model";

const context = mkdtempSync(join(tmpdir(), "evenkeel-context-"));
writeFileSync(join(context, ".dockerignore"), "*.md\n");
const build: Image = { kind: "build", context, dockerfile: "Dockerfile", stage: null, args: [] };
const prebuilt: Image = { kind: "prebuilt", name: "app:1" };

afterAll(() => {
    rmSync(context, { recursive: true });
});

function modelWith(image: Image): Model {
    return dockerModel({ services: [dockerService("app", 2, 0, { container: container({ image }) })] });
}

test.each([
    ["changed files", build, build, ["Dockerfile", "src/main.py"], ["app: its image is built anew from 2 changed files (Dockerfile and src/main.py), and every instance is replaced"]],
    ["none", build, build, [], []],
    ["files that no build is sent", build, build, ["README.md"], []],
    ["settings that tell it themselves", build, { ...build, stage: "slim" }, ["Dockerfile"], []],
    ["nothing: it is pulled", prebuilt, prebuilt, ["Dockerfile"], []],
] as const)("an image that is built anew from %s", (_name, before, after, changed, expected) => {
    expect(rebuilt(modelWith(before), modelWith(after), () => changed).map(({ text }) => text)).toEqual(expected);
});
