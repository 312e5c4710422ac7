import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isDockerModel, type DockerModel } from "../../../components/config/model";
import { readStackFile } from "../../../components/config/stack-file";
import { validate } from "../../../components/config/validate";
import { judgeEngine, publishes } from "../../../tools/commands/doctor/docker-checks";
import type { ContainerFacts, EngineFacts } from "../../../tools/commands/doctor/docker-facts";
import type { Finding } from "../../../tools/commands/doctor/finding";

/** One service, `app`, with three instances and a backup. */
const model = exampleModel();
const slots = ["app-1", "app-2", "app-3", "app-backup-1"];
const deployed = { release: "abc.def", instances: { app: slots.map(slot => `${slot}:8000`) } };
const plenty = 50_000_000;

const healthy: EngineFacts = {
    version: "20.10.24+dfsg1",
    machine: "docker-1",
    dataFolder: "/var/lib/docker",
    room: { cpu: 8, memory: 16 * 1024 ** 3 },
    images: [...Object.values(model.target.images), "healthai-rag:1.0.0"],
    containers: [running("healthai-proxy", "0.0.0.0:80->80/tcp, 0.0.0.0:443->443/tcp"), running("healthai-agent"), ...slots.map(slot => running(`healthai-${slot}-0a1b2c3d`))],
    proxy: new Map([["served", "abc.def"]]),
    slots: new Map(slots.map(slot => [slot, `healthai-${slot}-0a1b2c3d`])),
};

function exampleModel(): DockerModel {
    const file = readStackFile(readFileSync(join(__dirname, "../../../examples/healthai-docker.yaml"), "utf8"));
    const result = "raw" in file ? validate(file.raw) : file;
    if ("problems" in result || !isDockerModel(result.model)) {
        throw new Error(JSON.stringify(result));
    }
    return result.model;
}

function running(name: string, ports = ""): ContainerFacts {
    return { name, state: "running", status: "Up 2 hours (healthy)", ports, site: "healthai" };
}

/** The engine with some of its containers otherwise; undefined: gone. */
function withContainer(name: string, change: Partial<ContainerFacts> | undefined): EngineFacts {
    const containers = healthy.containers.flatMap(container => (container.name !== name ? [container] : change === undefined ? [] : [{ ...container, ...change }]));
    return { ...healthy, containers };
}

function subjects(findings: readonly Finding[], state: Finding["state"]): string[] {
    return findings.filter(finding => finding.state === state).map(finding => finding.subject);
}

const missingIn = (facts: EngineFacts): string[] => subjects(judgeEngine(facts, model, deployed, plenty), "missing");

describe("what the doctor makes of a Docker engine", () => {
    it("finds nothing missing on one that serves what was deployed", () => {
        const findings = judgeEngine(healthy, model, deployed, plenty);
        expect(subjects(findings, "missing")).toEqual([]);
        expect(subjects(findings, "ok")).toEqual([
            "Docker engine 20.10.24+dfsg1",
            "9 of 9 images are on the engine",
            "48828 MB of disk space left for images, logs and volumes",
            "4 instances request 1 core and 2 GiB; the engine's machine has 8 cores and 16 GiB",
            "serves what was deployed last (abc.def)",
            "app: 4 of 4 instances run",
        ]);
    });

    it.each(["19.03.15", "1.13.1", ""])("does not take version %s", version => {
        expect(missingIn({ ...healthy, version })).toEqual([`Docker engine ${version}`]);
    });

    it.each(["20.10.0", "28.2.2", "29.0.0-rc.1"])("takes version %s", version => {
        expect(missingIn({ ...healthy, version })).toEqual([]);
    });

    it("only remarks on images that are pulled, however they are named", () => {
        expect(subjects(judgeEngine({ ...healthy, images: healthy.images.slice(1) }, model, deployed, plenty), "note")).toEqual([`image ${model.target.images.proxy} not on the engine yet: \`npm run up\` pulls it`]);
        const digest = `sha256:${"0".repeat(64)}`;
        const named = { ...model, target: { ...model.target, images: { ...model.target.images, proxy: `docker.io/library/nginx:1.28.0@${digest}` } } };
        expect(subjects(judgeEngine({ ...healthy, images: [...healthy.images, `nginx@${digest}`] }, named, deployed, plenty), "note")).toEqual([]);
    });

    it("tells who has a port", () => {
        const stranger = { ...running("web", "0.0.0.0:8080-8081->8080-8081/tcp, :::9090->9090/tcp"), site: "" };
        expect(missingIn({ ...healthy, containers: [...healthy.containers, stranger] })).toEqual(["port 9090 is taken by the container web"]);
    });

    it("asks for disk space, where it can be known", () => {
        expect(subjects(judgeEngine(healthy, model, deployed, 1024), "missing")).toEqual(["1 MB of disk space left for images, logs and volumes"]);
        expect(subjects(judgeEngine(healthy, model, undefined, undefined), "note")).toEqual(["disk space of the engine's machine: not to be found out from here before the first `npm run up`", "not up yet"]);
    });

    it.each([
        ["a proxy that is gone", "healthai-proxy", undefined, "there is no container healthai-proxy"],
        ["an agent that has stopped", "healthai-agent", { state: "exited", status: "Exited (137) 5 minutes ago" }, "healthai-agent does not run: Exited (137) 5 minutes ago"],
        ["an instance that is unhealthy", "healthai-app-2-0a1b2c3d", { status: "Up 3 minutes (unhealthy)" }, "healthai-app-2-0a1b2c3d runs, but is unhealthy"],
        ["an instance that is gone", "healthai-app-backup-1-0a1b2c3d", undefined, "there is no container healthai-app-backup-1-0a1b2c3d"],
    ])("tells of %s", (_, name, change, subject) => {
        expect(missingIn(withContainer(name, change))).toEqual([subject]);
    });

    it.each([
        ["is gone", undefined, "running"],
        ["has stopped", { state: "exited", status: "Exited (137) 5 minutes ago" }, "running"],
        ["is not well just now", { status: "Up 3 minutes (unhealthy)" }, "health"],
    ])("tells what an instance that %s is about", (_, change, about) => {
        const findings = judgeEngine(withContainer("healthai-app-2-0a1b2c3d", change), model, deployed, plenty);
        expect(findings.flatMap(finding => (finding.state === "missing" ? [finding.about] : []))).toEqual([about]);
    });

    it("tells of a slot that nobody has taken, and of another release", () => {
        expect(missingIn({ ...healthy, slots: new Map([...healthy.slots].slice(1)) })).toEqual(["app-1 gets no requests: no container has taken its place"]);
        expect(missingIn({ ...healthy, proxy: new Map([["served", "123.456"]]) })).toEqual(["serves 123.456, but abc.def was deployed last"]);
    });

    it("does not speak of drift before the first deployment", () => {
        expect(subjects(judgeEngine({ ...healthy, containers: [], proxy: new Map(), slots: new Map() }, model, undefined, plenty), "missing")).toEqual([]);
    });
});

it.each([
    ["0.0.0.0:80->80/tcp, :::80->80/tcp", 80, true],
    ["0.0.0.0:8000-8002->8000-8002/tcp", 8001, true],
    ["0.0.0.0:8000-8002->8000-8002/tcp", 8003, false],
    ["80/tcp", 80, false],
    ["0.0.0.0:8080->80/tcp", 80, false],
    ["0.0.0.0:443->443/udp", 443, false],
    ["0.0.0.0:443->443/udp, 0.0.0.0:444->444/tcp", 443, false],
])("reads of %s whether port %i is published: %s", (ports, port, is) => {
    expect(publishes({ name: "x", state: "running", status: "", ports, site: "" }, port)).toBe(is);
});
