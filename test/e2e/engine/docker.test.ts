import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { imageNames } from "../docker/images/names";
import { TestEngine, whyNoTestEngine } from "../docker/test-engine";
import { makeDockerStack, type DockerStack, type DockerWish } from "./docker-stack";

const reason = whyNoTestEngine();
let engine: TestEngine;
let stack: DockerStack;

const small = imageNames.probe;
const quick = { tests: ["CMD", "test", "-e", "/data"], interval: "1s", timeout: "2s", startPeriod: "0s", retries: 3 };

function box(args: Readonly<Record<string, unknown>> = {}, more: Partial<DockerWish> = {}): DockerWish {
    return { kind: "container", name: "box", args: { name: "t-box", image: small, command: ["sleep", "1000"], ...args }, ...more };
}

async function up(...wishes: DockerWish[]): Promise<Awaited<ReturnType<DockerStack["run"]>>> {
    stack.wish(...wishes);
    return stack.run("up");
}

/** The containers, networks and volumes of the tests, by name. */
async function there(kind: "container" | "network" | "volume"): Promise<string[]> {
    const format = kind === "container" ? "{{.Names}}" : "{{.Name}}";
    const names = await engine.docker(kind, "ls", ...(kind === "container" ? ["-a"] : []), "--filter", "name=t-", "--format", format);
    return names.split("\n").filter(name => name !== "").sort();
}

async function inspect(name: string, format: string): Promise<string> {
    return (await engine.docker("inspect", "-f", format, name)).trim();
}

describe.skipIf(reason !== undefined)(`resources on a Docker engine${reason === undefined ? "" : ` (${reason})`}`, () => {
    beforeAll(async () => {
        engine = await TestEngine.start();
    });

    afterAll(async () => {
        await engine.stop();
    });

    beforeEach(() => {
        stack = makeDockerStack(engine.host);
    });

    afterEach(async () => {
        const left = await there("container");
        if (left.length > 0) {
            await engine.docker("rm", "-f", ...left);
        }
        for (const kind of ["network", "volume"] as const) {
            const names = await there(kind);
            await (names.length > 0 ? engine.docker(kind, "rm", ...names) : undefined);
        }
        stack.remove();
    });

    test("the life of all of them: created, left alone, updated, replaced, deleted", async () => {
        const wishes = (args: object, generation = "1"): DockerWish[] => [
            { kind: "network", name: "net", args: { name: "t-net", labels: [{ label: "site", value: "t" }] } },
            { kind: "volume", name: "vol", args: { name: "t-vol" } },
            { kind: "image", name: "img", args: { name: small, keepLocally: true } },
            box(
                {
                    labels: [{ label: "generation", value: generation }],
                    networksAdvanced: [{ name: "t-net", aliases: ["box", "slot"] }],
                    volumes: [{ volumeName: "t-vol", containerPath: "/data" }],
                    uploads: [{ file: "/etc/t/run.sh", content: "hello\n", executable: true }],
                    healthcheck: quick,
                    wait: true,
                    memory: 64,
                    memorySwap: 64,
                    cpus: "0.5",
                    capabilities: { drops: ["ALL"] },
                    securityOpts: ["no-new-privileges"],
                    tmpfs: { "/scratch": "size=1m" },
                    restart: "unless-stopped",
                    envs: ["A=b"],
                    ...args,
                },
                { after: ["net", "vol", "img"] },
            ),
            { kind: "command", name: "cmd", after: ["box"], args: { create: "docker exec t-box cat /etc/t/run.sh; echo \"$SAID\"", delete: "docker exec t-box sh -c 'touch /data/left'", environment: { DOCKER_HOST: engine.host, SAID: "said" } } },
        ];
        stack.wish(...wishes({}));
        expect((await stack.run("preview")).result).toMatchObject({ ok: true, summary: { created: 8 } });
        expect(await there("container")).toEqual([]);

        const first = await up(...wishes({}));
        expect(first.result).toMatchObject({ ok: true, summary: { created: 8 } });
        expect(first.lines.join("\n")).toContain("cmd: hello\n    cmd: said");
        const id = await inspect("t-box", "{{.Id}}");
        expect((first.result?.outputs["ids"] as Record<string, string>)["box"]).toBe(id);
        expect(await inspect("t-box", "{{.State.Health.Status}} {{.HostConfig.NanoCpus}} {{.HostConfig.CapDrop}} {{json .Config.Env}} {{.HostConfig.NetworkMode}}")).toContain("healthy 500000000 [ALL] [\"A=b\"");
        expect(await inspect("t-box", "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}} {{end}}")).toBe("t-net");
        expect(await inspect("t-box", "{{json (index .NetworkSettings.Networks \"t-net\").Aliases}}")).toContain("slot");

        expect((await up(...wishes({}))).result).toMatchObject({ ok: true, summary: { same: 8 } });

        expect((await up(...wishes({ memory: 128, memorySwap: 128, restart: "no" }))).result).toMatchObject({ ok: true, summary: { updated: 1, same: 7 } });
        expect(await inspect("t-box", "{{.Id}} {{.HostConfig.Memory}} {{.HostConfig.RestartPolicy.Name}}")).toBe(`${id} 134217728 no`);

        expect((await up(...wishes({}, "2"))).result).toMatchObject({ ok: true, summary: { replaced: 1, same: 7 } });
        expect(await inspect("t-box", "{{.Id}}")).not.toBe(id);
        expect(await there("container")).toEqual(["t-box"]);

        expect((await stack.run("destroy")).result).toMatchObject({ ok: true, summary: { deleted: 8 } });
        expect([await there("container"), await there("network"), await there("volume")]).toEqual([[], [], []]);
        expect(await engine.docker("images", "-q", small)).not.toBe("");
    });

    test("an image is built from its folder, without what the folder says to leave out, and anew when its trigger changes", async () => {
        const context = join(stack.dir, "context");
        mkdirSync(join(context, "src", "deep"), { recursive: true });
        writeFileSync(join(context, "Dockerfile"), `FROM ${small} AS first\nARG WORD\nCOPY . /all\nRUN echo $WORD > /word\nFROM first AS other\nRUN echo other > /other\n`);
        writeFileSync(join(context, ".dockerignore"), "*\n!src\nsrc/**/*.log\n");
        for (const file of ["secret", "src/kept", "src/deep/kept", "src/deep/noise.log"]) {
            writeFileSync(join(context, file), file);
        }
        const wish = (hash: string, WORD: string): DockerWish => ({
            kind: "image",
            name: "built",
            args: { name: "t-built:1", build: { context, target: "first", buildArgs: { WORD } }, triggers: { hash }, keepLocally: true },
        });
        expect((await up(wish("1", "one"))).result).toMatchObject({ ok: true });
        const files = await engine.docker("run", "--rm", "--network", "none", "t-built:1", "sh", "-c", "cd /all && find . -type f | sort; cat /word; ls /other 2>&1; true");
        expect(files).toContain("./src/deep/kept\n./src/kept\none\n");
        expect(files).toContain("No such file");
        expect((await up(wish("1", "one"))).result).toMatchObject({ summary: { same: 4 } });
        expect((await up(wish("2", "two"))).result).toMatchObject({ ok: true, summary: { replaced: 1 } });
        expect(await engine.docker("run", "--rm", "--network", "none", "t-built:1", "cat", "/word")).toBe("two\n");

        writeFileSync(join(context, "Dockerfile"), `FROM ${small}\nRUN echo the compiler says no && false\n`);
        const failed = await up({ ...wish("3", "two"), args: { ...wish("3", "two").args, build: { context } } });
        expect(failed.result?.ok).toBe(false);
        expect(failed.lines.join("\n")).toContain("the compiler says no");
        await engine.docker("rmi", "t-built:1");
    });

    test("an image that is nowhere is told by its name", async () => {
        const { result, lines } = await up({ kind: "image", name: "img", args: { name: "127.0.0.1:9/nowhere:1" } });
        expect(result?.ok).toBe(false);
        expect(lines.join("\n")).toContain("The image 127.0.0.1:9/nowhere:1 is neither on the engine nor to be had from its registry:");
    });

    test("a volume that is retained stays with what is in it, and is taken up again", async () => {
        const wishes: DockerWish[] = [
            { kind: "volume", name: "data", args: { name: "t-data" }, options: { retainOnDelete: true } },
            box({ volumes: [{ volumeName: "t-data", containerPath: "/data" }] }, { after: ["data"] }),
        ];
        expect((await up(...wishes)).result?.ok).toBe(true);
        await engine.docker("exec", "t-box", "sh", "-c", "touch /data/kept");
        expect((await stack.run("destroy")).result?.ok).toBe(true);
        expect([await there("container"), await there("volume")]).toEqual([[], ["t-data"]]);
        expect((await up(...wishes)).result?.ok).toBe(true);
        expect(await engine.docker("exec", "t-box", "sh", "-c", "ls /data")).toBe("kept\n");
    });

    test("a container that does not become healthy leaves nothing, says what it said, and is made by the next run", async () => {
        const sick = box({ command: ["sh", "-c", "echo it lacks a database; sleep 1000"], healthcheck: quick, wait: true, waitTimeout: 2 });
        const { result, lines } = await up(sick);
        expect(result?.ok).toBe(false);
        expect(lines.join("\n")).toContain("container failed to be in healthy state in 2 s");
        expect(lines.join("\n")).toContain("it lacks a database");
        expect(await there("container")).toEqual([]);
        expect((await up(box())).result).toMatchObject({ ok: true, summary: { created: 1 } });
    });

    test("what the image of a running container was is kept where its changes are to be ignored", async () => {
        const options = { ignoreChanges: ["image"] };
        expect((await up(box({}, { options }))).result?.ok).toBe(true);
        expect((await up(box({ image: imageNames.proxy }, { options }))).result).toMatchObject({ summary: { same: 4 } });
    });

    test("things that are gone are deleted without an error", async () => {
        const wishes: DockerWish[] = [{ kind: "network", name: "net", args: { name: "t-net" } }, { kind: "volume", name: "vol", args: { name: "t-vol" } }, box()];
        expect((await up(...wishes)).result?.ok).toBe(true);
        await engine.docker("rm", "-f", "t-box");
        await engine.docker("network", "rm", "t-net");
        await engine.docker("volume", "rm", "t-vol");
        expect((await stack.run("destroy")).result).toMatchObject({ ok: true });
    });

    test("independent containers are made and stopped at the same time", async () => {
        const stubborn = (name: string): DockerWish => ({
            kind: "container",
            name,
            args: { name: `t-${name}`, image: small, command: ["sh", "-c", "trap '' TERM; while :; do sleep 1; done"], destroyGraceSeconds: 4 },
        });
        expect((await up(stubborn("one"), stubborn("two"), stubborn("three"))).result?.ok).toBe(true);
        const start = performance.now();
        expect((await up()).result).toMatchObject({ ok: true, summary: { deleted: 3 } });
        // One after the other, it would take twelve seconds for the graces alone.
        expect(performance.now() - start).toBeLessThan(11_000);
    });

    test("a container of somebody else's under the name is never touched", async () => {
        await engine.docker("run", "-d", "--name", "t-box", "--network", "none", small, "sleep", "1000");
        const id = await inspect("t-box", "{{.Id}}");
        for (const attempt of ["the first", "the second"]) {
            const { result, lines } = await up(box({ labels: [{ label: "ours", value: "1" }] }));
            expect(result?.ok, attempt).toBe(false);
            expect(lines.join("\n")).toContain("is already in use by container");
        }
        expect((await stack.run("destroy")).result?.ok).toBe(true);
        expect(await inspect("t-box", "{{.Id}}")).toBe(id);
    });

    test("an engine that does not answer is named", async () => {
        stack.remove();
        stack = makeDockerStack("unix:///nowhere/docker.sock");
        const { result, lines } = await up({ kind: "volume", name: "vol", args: { name: "t-vol" } });
        expect(result?.ok).toBe(false);
        expect(lines.join("\n")).toContain("Docker doesn't answer at unix:///nowhere/docker.sock:");
    });

    describe("killed while it works, the next run heals", () => {
        const sleeping = { command: ["sh", "-c", "trap '' TERM; while :; do sleep 1; done"] };

        /** Kills the run when the engine tells of a matching event. */
        async function killAt(wishes: DockerWish[], matches: (names: string[]) => boolean): Promise<void> {
            stack.wish(...wishes);
            const { child, ended } = stack.start("up");
            while (!matches(await there("container"))) {
                await new Promise(resolve => setTimeout(resolve, 20));
            }
            child.kill("SIGKILL");
            expect((await ended).signal).toBe("SIGKILL");
            expect(readFileSync(stack.stateFile, "utf8")).toContain("pending_operations");
        }

        const waiting = box({ healthcheck: { ...quick, tests: ["CMD", "test", "-e", "/never"] }, wait: true, waitTimeout: 60, labels: [{ label: "site", value: "t" }] });

        test("a creation, by up", async () => {
            await killAt([waiting], names => names.includes("t-box"));
            const half = await inspect("t-box", "{{.Id}}");
            expect((await up(box({ labels: [{ label: "site", value: "t" }] }))).result).toMatchObject({ ok: true, summary: { created: 1 } });
            expect(await inspect("t-box", "{{.Id}}")).not.toBe(half);
            expect((await stack.run("up")).result).toMatchObject({ summary: { same: 4 } });
        });

        test("a creation, by down", async () => {
            await killAt([waiting], names => names.includes("t-box"));
            expect((await stack.run("destroy")).result?.ok).toBe(true);
            expect(await there("container")).toEqual([]);
        });

        test("a deletion that is wanted no more, by up", async () => {
            const wish = box({ ...sleeping, destroyGraceSeconds: 3 });
            expect((await up(wish)).result?.ok).toBe(true);
            stack.wish();
            const { child, ended } = stack.start("up");
            child.stdout?.on("data", (data: Buffer) => {
                if (data.toString().includes("box deleting")) {
                    child.kill("SIGKILL");
                }
            });
            await ended;
            expect((await up(wish)).result).toMatchObject({ ok: true, summary: { created: 1 } });
            expect(await inspect("t-box", "{{.State.Running}}")).toBe("true");
        });
    });
});
