import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { imageNames } from "../docker/images/names";
import { whyNoTestEngine } from "../docker/test-engine";
import { box, DockerBench, quick, small } from "./docker-bench";
import type { DockerWish } from "./docker-stack";

const reason = whyNoTestEngine();

describe.skipIf(reason !== undefined)(`resources on a Docker engine${reason === undefined ? "" : ` (${reason})`}`, () => {
    const bench = DockerBench.forTests();

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
            { kind: "command", name: "cmd", after: ["box"], args: { create: "docker exec t-box cat /etc/t/run.sh; echo \"$SAID\"", delete: "docker exec t-box sh -c 'touch /data/left'", environment: { DOCKER_HOST: bench.engine.host, SAID: "said" } } },
        ];
        bench.stack.wish(...wishes({}));
        expect((await bench.stack.run("preview")).result).toMatchObject({ ok: true, summary: { created: 8 } });
        expect(await bench.there("container")).toEqual([]);

        const first = await bench.up(...wishes({}));
        expect(first.result).toMatchObject({ ok: true, summary: { created: 8 } });
        expect(first.lines.join("\n")).toContain("cmd: hello\n    cmd: said");
        const id = await bench.inspect("t-box", "{{.Id}}");
        expect((first.result?.outputs["ids"] as Record<string, string>)["box"]).toBe(id);
        expect(await bench.inspect("t-box", "{{.State.Health.Status}} {{.HostConfig.NanoCpus}} {{.HostConfig.CapDrop}} {{json .Config.Env}} {{.HostConfig.NetworkMode}}")).toContain("healthy 500000000 [ALL] [\"A=b\"");
        expect(await bench.inspect("t-box", "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}} {{end}}")).toBe("t-net");
        expect(await bench.inspect("t-box", "{{json (index .NetworkSettings.Networks \"t-net\").Aliases}}")).toContain("slot");

        expect((await bench.up(...wishes({}))).result).toMatchObject({ ok: true, summary: { same: 8 } });

        expect((await bench.up(...wishes({ memory: 128, memorySwap: 128, restart: "no" }))).result).toMatchObject({ ok: true, summary: { updated: 1, same: 7 } });
        expect(await bench.inspect("t-box", "{{.Id}} {{.HostConfig.Memory}} {{.HostConfig.RestartPolicy.Name}}")).toBe(`${id} 134217728 no`);

        expect((await bench.up(...wishes({}, "2"))).result).toMatchObject({ ok: true, summary: { replaced: 1, same: 7 } });
        expect(await bench.inspect("t-box", "{{.Id}}")).not.toBe(id);
        expect(await bench.there("container")).toEqual(["t-box"]);

        expect((await bench.stack.run("destroy")).result).toMatchObject({ ok: true, summary: { deleted: 8 } });
        expect([await bench.there("container"), await bench.there("network"), await bench.there("volume")]).toEqual([[], [], []]);
        expect(await bench.engine.docker("images", "-q", small)).not.toBe("");
    });

    test("an image is built from its folder, without what the folder says to leave out, and anew when its trigger changes", async () => {
        const context = join(bench.stack.dir, "context");
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
        expect((await bench.up(wish("1", "one"))).result).toMatchObject({ ok: true });
        const files = await bench.engine.docker("run", "--rm", "--network", "none", "t-built:1", "sh", "-c", "cd /all && find . -type f | sort; cat /word; ls /other 2>&1; true");
        expect(files).toContain("./src/deep/kept\n./src/kept\none\n");
        expect(files).toContain("No such file");
        expect((await bench.up(wish("1", "one"))).result).toMatchObject({ summary: { same: 4 } });
        expect((await bench.up(wish("2", "two"))).result).toMatchObject({ ok: true, summary: { replaced: 1 } });
        expect(await bench.engine.docker("run", "--rm", "--network", "none", "t-built:1", "cat", "/word")).toBe("two\n");

        writeFileSync(join(context, "Dockerfile"), `FROM ${small}\nRUN echo the compiler says no && false\n`);
        const failed = await bench.up({ ...wish("3", "two"), args: { ...wish("3", "two").args, build: { context } } });
        expect(failed.result?.ok).toBe(false);
        expect(failed.lines.join("\n")).toContain("the compiler says no");
        await bench.engine.docker("rmi", "t-built:1");
    });

    test("an image that is nowhere is told by its name", async () => {
        const { result, lines } = await bench.up({ kind: "image", name: "img", args: { name: "127.0.0.1:9/nowhere:1" } });
        expect(result?.ok).toBe(false);
        expect(lines.join("\n")).toContain("The image 127.0.0.1:9/nowhere:1 is neither on the engine nor to be had from its registry:");
    });

    test("a volume that is retained stays with what is in it, and is taken up again", async () => {
        const wishes: DockerWish[] = [
            { kind: "volume", name: "data", args: { name: "t-data" }, options: { retainOnDelete: true } },
            box({ volumes: [{ volumeName: "t-data", containerPath: "/data" }] }, { after: ["data"] }),
        ];
        expect((await bench.up(...wishes)).result?.ok).toBe(true);
        await bench.engine.docker("exec", "t-box", "sh", "-c", "touch /data/kept");
        expect((await bench.stack.run("destroy")).result?.ok).toBe(true);
        expect([await bench.there("container"), await bench.there("volume")]).toEqual([[], ["t-data"]]);
        expect((await bench.up(...wishes)).result?.ok).toBe(true);
        expect(await bench.engine.docker("exec", "t-box", "sh", "-c", "ls /data")).toBe("kept\n");
    });

    test("a container that does not become healthy leaves nothing, says what it said, and is made by the next run", async () => {
        const sick = box({ command: ["sh", "-c", "echo it lacks a database; sleep 1000"], healthcheck: quick, wait: true, waitTimeout: 2 });
        const { result, lines } = await bench.up(sick);
        expect(result?.ok).toBe(false);
        expect(lines.join("\n")).toContain("container failed to be in healthy state in 2 s");
        expect(lines.join("\n")).toContain("it lacks a database");
        expect(await bench.there("container")).toEqual([]);
        expect((await bench.up(box())).result).toMatchObject({ ok: true, summary: { created: 1 } });
    });

    test("what the image of a running container was is kept where its changes are to be ignored", async () => {
        const options = { ignoreChanges: ["image"] };
        expect((await bench.up(box({}, { options }))).result?.ok).toBe(true);
        expect((await bench.up(box({ image: imageNames.proxy }, { options }))).result).toMatchObject({ summary: { same: 4 } });
    });

    test("things that are gone are deleted without an error", async () => {
        const wishes: DockerWish[] = [{ kind: "network", name: "net", args: { name: "t-net" } }, { kind: "volume", name: "vol", args: { name: "t-vol" } }, box()];
        expect((await bench.up(...wishes)).result?.ok).toBe(true);
        await bench.engine.docker("rm", "-f", "t-box");
        await bench.engine.docker("network", "rm", "t-net");
        await bench.engine.docker("volume", "rm", "t-vol");
        expect((await bench.stack.run("destroy")).result).toMatchObject({ ok: true });
    });

    test("independent containers are made and stopped at the same time", async () => {
        const stubborn = (name: string): DockerWish => ({
            kind: "container",
            name,
            args: { name: `t-${name}`, image: small, command: ["sh", "-c", "trap '' TERM; while :; do sleep 1; done"], destroyGraceSeconds: 10 },
        });
        expect((await bench.up(stubborn("one"), stubborn("two"), stubborn("three"))).result?.ok).toBe(true);
        const start = performance.now();
        expect((await bench.up()).result).toMatchObject({ ok: true, summary: { deleted: 3 } });
        // One after the other, it would take thirty seconds for the graces alone.
        expect(performance.now() - start).toBeLessThan(25_000);
    });

    test("a container of somebody else's under the name is never touched", async () => {
        await bench.engine.docker("run", "-d", "--name", "t-box", "--network", "none", small, "sleep", "1000");
        const id = await bench.inspect("t-box", "{{.Id}}");
        for (const attempt of ["the first", "the second"]) {
            const { result, lines } = await bench.up(box({ labels: [{ label: "ours", value: "1" }] }));
            expect(result?.ok, attempt).toBe(false);
            expect(lines.join("\n")).toContain("is already in use by container");
        }
        expect((await bench.stack.run("destroy")).result?.ok).toBe(true);
        expect(await bench.inspect("t-box", "{{.Id}}")).toBe(id);
    });

    test("an engine that does not answer is named", async () => {
        bench.renew("unix:///nowhere/docker.sock");
        const { result, lines } = await bench.up({ kind: "volume", name: "vol", args: { name: "t-vol" } });
        expect(result?.ok).toBe(false);
        expect(lines.join("\n")).toContain("Docker doesn't answer at unix:///nowhere/docker.sock:");
    });
});
