import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Model } from "../../../components/config/model";
import { readStackFile } from "../../../components/config/stack-file";
import { validate, type RawConfig } from "../../../components/config/validate";
import { render } from "../../../components/proxy/render";
import { targetFiles } from "../../../components/targets/files";
import { builtImages } from "../../../tools/changes/built-images";
import { deployedStack, type DeployedStack } from "../../../tools/changes/deployed-stack";
import { previewReport, type Planned } from "../../../tools/changes/preview-report";
import { releaseFiles } from "../../../tools/changes/release-files";
import { recordStack } from "../../../tools/commands/record-stack";

const project = join(__dirname, "../../..");

function raw(text: string): RawConfig {
    const file = readStackFile(text);
    return "raw" in file ? file.raw : {};
}

function modelOf(text: string): Model {
    const result = validate(raw(text));
    if ("problems" in result) {
        throw new Error(JSON.stringify(result.problems));
    }
    return result.model;
}

function planned(text: string): Planned {
    const model = modelOf(text);
    return { model, files: releaseFiles(model), images: new Map(), secretPrints: {} };
}

/** A program is run for each state, which takes its time on a machine that does other things too. */
const timeout = 60_000;

const renewedFrom = 90 * 24;

/** The deployment that an `up` of the stack file leaves; without a model as versions left it that kept none. */
async function state(text: string, { withModel }: { readonly withModel: boolean }): Promise<string> {
    const resources = (await recordStack({ name: "test", raw: raw(text) })).map(({ type, urn, props }) => {
        const custom = !type.startsWith("evenkeel:") && !type.startsWith("pulumi:pulumi:");
        const outputs = type.endsWith("Target") && withModel ? { model: JSON.stringify(modelOf(text)), release: render(modelOf(text), targetFiles(modelOf(text))).release } : type.endsWith("Target") ? { release: "of an earlier version" } : type.includes("locallySignedCert") ? { validityEndTime: "2031-06-30T00:00:00Z" } : {};
        return { urn, type, custom, inputs: JSON.parse(JSON.stringify(props)) as unknown, outputs };
    });
    return JSON.stringify({ version: 3, deployment: { resources } });
}

function edit(text: string, from: string, to: string): string {
    expect(text).toContain(from);
    return text.replace(from, to);
}

describe.each([
    ["host", "examples/citadel-host.yaml", "read: 30s", "read: 45s", /^embedding_service: timeouts\.read 30s to 45s; nothing else changes\.$/],
    ["docker", "examples/healthai-docker.yaml", "instances: 3", "instances: 5", /^app: 3 to 5 instances; nothing else changes/],
    ["kubernetes", "examples/healthai-kubernetes.yaml", "read: 1m", "read: 90s", /^app \/monitoring: timeouts\.read 1m to 90s; nothing else changes\.$/],
] as const)("a preview on %s", (_target, file, from, to, sentence) => {
    const text = readFileSync(join(project, file), "utf8");
    let before: DeployedStack | undefined;

    beforeAll(async () => {
        before = deployedStack(await state(text, { withModel: true }));
    }, timeout);

    function report(now: string, options = { diff: true, now: new Date("2030-01-01"), changing: 0 }): string[] {
        return previewReport(before, planned(now), options);
    }

    test("says nothing changes where nothing does", () => {
        expect(report(text)).toEqual(["", "Files:", "    No file changes.", "", "Summary:", "    Nothing changes."]);
        const [line] = report(text, { diff: false, now: new Date("2030-01-01"), changing: 2 }).slice(2);
        expect(line).toMatch(/^ {4}No setting and no file changes, but 2 resources above do: /);
    });

    test("shows the changed lines of each file, then the summary", () => {
        const lines = report(edit(text, from, to));
        const changed = lines.filter(line => /^ {6}[+-]/.test(line));
        expect(changed.length).toBeGreaterThan(0);
        expect(changed.length).toBeLessThan(20);
        expect(lines.join("\n")).not.toMatch(/[0-9a-f]{64}/);
        expect(lines.slice(lines.indexOf("Summary:") + 1).map(line => line.trim())[0]).toMatch(sentence);
    });

    test("without --diff, the summary alone", () => {
        const lines = report(edit(text, from, to), { diff: false, now: new Date("2030-01-01"), changing: 0 });
        expect(lines).not.toContain("Files:");
        expect(lines).toContain("Summary:");
    });

    test("goes by the files alone where the state knows no model", { timeout }, async () => {
        const old = deployedStack(await state(text, { withModel: false }));
        const lines = previewReport(old, planned(edit(text, from, to)), { diff: false, now: new Date("2030-01-01"), changing: 0 });
        expect(lines.join("\n")).toMatch(/an earlier version deployed them: the files alone tell .* files? do(es)?: .*nginx\//);
    });

    test("lists what is new where nothing is deployed, each in a line", () => {
        const lines = previewReport(undefined, planned(text), { diff: true, now: new Date(), changing: 0 });
        expect(lines.length).toBeLessThan(50);
        expect(lines).toContainEqual(expect.stringMatching(/nginx\/nginx\.conf \(new, \d+ lines\)/));
        expect(lines.at(lines.indexOf("Summary:") + 1)).toMatch(/a new stack on/);
    });
});

test("the stack's own certificate is told to be renewed when its time has come", { timeout }, async () => {
    const text = readFileSync(join(project, "examples/citadel-host.yaml"), "utf8");
    const before = deployedStack(await state(text, { withModel: true }));
    const told = (day: string): string => previewReport(before, planned(text), { diff: false, now: new Date(day), changing: 0 }).join("\n");
    const renewal = "the stack's own certificate is renewed: it ends on 2031-06-30.";
    const start = new Date(Date.parse("2031-06-30") - renewedFrom * 3_600_000).toISOString().slice(0, 10);
    expect(told("2031-03-01")).not.toContain(renewal);
    expect(told(start)).toContain(renewal);
});

test("what an earlier version rendered otherwise is told from what a setting changes", { timeout }, async () => {
    const text = readFileSync(join(project, "examples/citadel-host.yaml"), "utf8");
    const before = deployedStack(await state(text, { withModel: true }));
    const places = before?.places.map(({ name, files }) => ({ name, files: new Map(files).set("nginx/nginx.conf", "worker_processes 1;\n") })) ?? [];
    const lines = previewReport(before && { ...before, places }, planned(edit(text, "read: 30s", "read: 45s")), { diff: false, now: new Date("2030-01-01"), changing: 0 });
    expect(lines.slice(2)).toEqual(["    embedding_service: timeouts.read 30s to 45s.", "    this version of evenkeel renders 1 file otherwise: nginx/nginx.conf."]);
});

test("a secret that is set anew is told without its value, also where it can't be read", { timeout }, async () => {
    const text = readFileSync(join(project, "examples/healthai-docker.yaml"), "utf8");
    const path = "services.app.secrets.API_KEY";
    const before = deployedStack(await state(text, { withModel: true }));
    const told = (secretPrints: Planned["secretPrints"], deployedPrints: Planned["secretPrints"] | null = { [path]: "aaaa" }): string[] =>
        previewReport(before && { ...before, secretPrints: deployedPrints ?? undefined }, { ...planned(text), secretPrints }, { diff: false, now: new Date("2030-01-01"), changing: 0 }).slice(2);
    expect(told({ [path]: "bbbb" })).toEqual([`    the secret ${path} is set anew: the instances of its service are replaced.`]);
    expect(told({ [path]: "aaaa" })).toEqual(["    Nothing changes."]);
    expect(told(undefined)).toEqual([expect.stringMatching(/whether secrets were set anew can't be told here, because they can't be read/)]);
    expect(told({ [path]: "aaaa" }, null)).toEqual([expect.stringMatching(/whether secrets were set anew can't be told here, because what they were is not known/)]);
});

test("what an `up` left undone is no other version's doing", { timeout }, async () => {
    const text = readFileSync(join(project, "examples/citadel-host.yaml"), "utf8");
    const now = edit(text, "read: 30s", "read: 45s");
    const before = deployedStack(await state(text, { withModel: true }));
    const told = (stack: DeployedStack | undefined): string[] => previewReport(stack, planned(now), { diff: false, now: new Date("2030-01-01"), changing: 2 }).slice(2);
    const updated = { name: "node other", files: new Map(planned(now).files).set("config/release", "of what is planned\n") };
    expect(before?.release).toBe(before?.places[0]?.files.get("config/release")?.trim());
    expect(told(before && { ...before, places: [updated, ...before.places] })).toEqual([
        "    embedding_service: timeouts.read 30s to 45s.",
        "    node other has the files of an `up` that did not come to its end.",
    ]);
    expect(told(before && { ...before, places: [updated], model: undefined, release: undefined }).join("\n")).toMatch(/not known, because no `up` has come to its end: .* None does/);
});

test("an image that is built from other files is told, whatever else changes", { timeout }, async () => {
    const text = edit(readFileSync(join(project, "examples/healthai-docker.yaml"), "utf8"), "image: healthai-rag:1.0.0", "build: { context: docs }");
    const before = deployedStack(await state(text, { withModel: true }));
    const images = builtImages(modelOf(text), project);
    const told = (now: string, images: Planned["images"]): string[] => previewReport(before, { ...planned(now), images }, { diff: false, now: new Date("2030-01-01"), changing: 4 }).slice(2);
    const others = new Map([["app", "healthai-app:000000000000"]]);
    expect(images.get("app")).toMatch(/^healthai-app:[0-9a-f]{12}$/);
    expect(told(text, images)).toEqual([expect.stringMatching(/No setting and no file changes, but 4 resources/)]);
    const rebuilt = "    app: the files that its image is built from are others, so every instance is replaced.";
    expect(told(text, others)).toEqual([rebuilt]);
    expect(told(edit(text, "read: 1m", "read: 90s"), others)).toEqual([rebuilt, "    app /monitoring: timeouts.read 1m to 90s."]);
    expect(told(edit(text, "context: docs", "context: examples"), others)).toEqual([expect.stringContaining("build.context docs to examples")]);
});

test("nodes that differ are shown apart", { timeout }, async () => {
    const text = readFileSync(join(project, "examples/citadel-host.yaml"), "utf8");
    const [before] = [deployedStack(await state(text, { withModel: true }))];
    const [place] = before?.places ?? [];
    const other = { name: "node other", files: new Map(place?.files).set("nginx/nginx.conf", "user nobody;\n") };
    const lines = previewReport(before && { ...before, places: [...before.places, other] }, planned(text), { diff: true, now: new Date("2030-01-01"), changing: 0 });
    expect(lines).toContain("    On node other:");
    expect(lines.filter(line => line.includes("On node"))).toHaveLength(1);
});

test("secrets that stand in clear do not show in files either", { timeout }, async () => {
    const text = edit(readFileSync(join(project, "examples/citadel-host.yaml"), "utf8"), "  evenkeel:site:\n", "  evenkeel:site:\n    headers: { X-Auth-Token: verysecret }\n");
    const before = deployedStack(await state(text, { withModel: true }));
    const lines = previewReport(before, planned(edit(text, "verysecret", "othersecret")), { diff: true, now: new Date("2030-01-01"), changing: 0 }).join("\n");
    expect(lines).toContain("[masked]");
    expect(lines).not.toMatch(/verysecret|othersecret/);
});
