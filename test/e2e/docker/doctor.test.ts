import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { isDockerModel, type DockerModel } from "../../../components/config/model";
import { validate } from "../../../components/config/validate";
import { checkEngine } from "../../../tools/commands/doctor/docker";
import { imageNames } from "./images/names";
import { TestEngine, whyNoTestEngine } from "./test-engine";

const reason = whyNoTestEngine();

/** Answers about itself as the proxy of a stack does, and knows who serves in which slot. */
const proxy = `
mkdir -p /run/evenkeel /opt/rag
printf 'app-1 172.18.0.9:8000 rag-app-1-0a1b2c3d\\n' >/opt/rag/slots
echo 'server { listen unix:/run/evenkeel/control.sock; location = /-/evenkeel/release { return 200 "abc.def"; } }' >/etc/nginx/conf.d/control.conf
exec nginx -g 'daemon off;'
`;

const deployed = { release: "abc.def", instances: { app: ["app-1:8000"] } };

describe.skipIf(reason !== undefined)(`the doctor and a Docker engine${reason === undefined ? "" : ` (${reason})`}`, () => {
    const folder = mkdtempSync(join(tmpdir(), "evenkeel-doctor-"));
    let engine: TestEngine;

    beforeAll(async () => {
        engine = await TestEngine.start();
    });

    afterAll(async () => {
        await engine.stop();
        rmSync(folder, { recursive: true });
    });

    function raw(host: string): Record<string, unknown> {
        return {
            target: "docker",
            docker: { host },
            site: { name: "rag", http: 8080 },
            tls: { mode: "off" },
            services: { app: { routes: ["/"], port: 8000, instances: 1, image: "healthai-rag:9.9.9" } },
        };
    }

    function model(): DockerModel {
        const result = validate(raw(engine.host));
        if ("problems" in result || !isDockerModel(result.model)) {
            throw new Error(JSON.stringify(result));
        }
        return result.model;
    }

    function doctor(host: string): Promise<{ readonly status: number; readonly output: string }> {
        const file = join(folder, "Pulumi.rag.yaml");
        writeFileSync(file, stringify({ config: Object.fromEntries(Object.entries(raw(host)).map(([key, value]) => [`evenkeel:${key}`, value])) }));
        const env = { ...process.env, EVENKEEL_HOME: join(folder, "home"), EVENKEEL_ENGINE: "embedded" };
        return new Promise(resolve => {
            execFile(process.execPath, ["tools/run.mjs", "doctor", file], { env }, (error, stdout, stderr) => resolve({ status: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr }));
        });
    }

    async function report(of: typeof deployed | undefined = deployed): Promise<string> {
        return (await checkEngine(model(), of)).text;
    }

    it("says that an engine does not answer, and where it looked", async () => {
        const { status, output } = await doctor("unix:///nowhere/docker.sock");
        expect([status, output]).toEqual([1, expect.stringMatching(/Docker engine unix:\/\/\/nowhere\/docker.sock\n {2}missing .*nowhere.*\n.*-> Check evenkeel:docker host/)]);
    });

    it("finds all that the first `up` needs", async () => {
        const { status, output } = await doctor(engine.host);
        expect([status, output]).toEqual([0, expect.stringContaining("Everything is there.")]);
        expect(output).toMatch(/ok +docker command \d/);
        expect(output).toMatch(/ok +Docker engine \d+\.\d+/);
        expect(output).toContain("2 of 3 images are on the engine");
        expect(output).toContain("image healthai-rag:9.9.9 not on the engine yet");
        expect(output).toContain("not up yet");
    });

    it("tells which container has the site's port", async () => {
        await engine.docker("run", "--detach", "--name", "stranger", "--publish", "8080:80", imageNames.proxy);
        expect(await report(undefined)).toContain("port 8080 is taken by the container stranger");
        await engine.docker("rm", "--force", "stranger");
    });

    it("tells of a stack of which nothing is left", async () => {
        expect(await report()).toMatch(/no container rag-proxy\n.*\n.*no container rag-agent/);
    });

    it("finds in order what runs and serves what was deployed", async () => {
        const labels = ["--label", "evenkeel.site=rag"];
        await engine.docker("run", "--detach", "--name", "rag-proxy", ...labels, "--publish", "8080:80", "--entrypoint", "sh", imageNames.proxy, "-c", proxy);
        await engine.docker("run", "--detach", "--name", "rag-agent", ...labels, imageNames.proxy);
        await engine.docker("run", "--detach", "--name", "rag-app-1-0a1b2c3d", ...labels, imageNames.app);
        await expect.poll(() => report(), { timeout: 10_000 }).toContain("serves what was deployed last (abc.def)");
        expect(await report()).toContain("app: 1 of 1 instances run");
        expect(await report()).toMatch(/\d+ MB of disk space left/);
        expect(await report()).not.toContain("missing");
    });

    it("tells of another release, and of an instance that has stopped", async () => {
        await engine.docker("stop", "rag-app-1-0a1b2c3d");
        const text = await report({ ...deployed, release: "123.456" });
        expect(text).toContain("serves abc.def, but 123.456 was deployed last");
        expect(text).toMatch(/rag-app-1-0a1b2c3d does not run: Exited \(0\)/);
    });
});
