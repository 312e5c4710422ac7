import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { expectTls, expectUpstreams, stack } from "../../../../tools/expect";
import { sealSecret } from "../../../../tools/commands/seal-secret";
import { makePair } from "../../../certificates";

const folder = mkdtempSync(join(tmpdir(), "evenkeel-expect-"));

afterAll(() => {
    rmSync(folder, { recursive: true });
});

function written(name: string, text: string): string {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
}

/** The first stack of a process loads the whole program; milliseconds. */
const patience = 60_000;

describe("a stack file with secrets", { timeout: patience }, () => {
    it("is read without its passphrase, and a certificate with no look at its key", async () => {
        const { certificate, key } = await makePair({ names: ["healthai-api.example.com"] });
        const given = readFileSync("examples/healthai-docker.yaml", "utf8").replace("mode: self-signed", `mode: provided\n    certificate: ${JSON.stringify(certificate)}`);
        const withKey = await sealSecret(given, "tls.key", key, "passphrase");
        const sealed = await sealSecret(withKey, "services.app.secrets.API_KEY", "marker-of-a-secret", "passphrase");
        const healthai = await stack(written("Pulumi.sealed.yaml", sealed));
        expectTls(healthai, { certificate: "provided", hosts: ["healthai-api.example.com"] });
        expectUpstreams(healthai, { app: { instances: 3 } });
        expect(JSON.stringify(healthai)).not.toMatch(/marker-of-a-secret|PRIVATE KEY/);
    });
});

describe("a stack", { timeout: patience }, () => {
    it("is found by its name, needs no sandbox, and leaves the process as it was", async () => {
        const before = [process.cwd(), process.env["EVENKEEL_HOME"]];
        const [dev, again] = await Promise.all([stack("dev"), stack("Pulumi.dev.yaml")]);
        expectUpstreams(dev, { web_ui: { instances: 2, backup: 1, addresses: ["127.0.33.1:3000", "127.0.33.2:3000"] } });
        expect(again.deployed).toEqual(dev.deployed);
        expect([process.cwd(), process.env["EVENKEEL_HOME"]]).toEqual(before);
    });

    it("has to be a valid one", async () => {
        const wrong = readFileSync("examples/citadel-host.yaml", "utf8").replace("port: 6333", "port: 63333333");
        await expect(stack(written("Pulumi.wrong.yaml", wrong))).rejects.toThrow(/not a valid stack file[^]*qdrant_api\.port/);
    });

    it("has to be there", async () => {
        await expect(stack("prdo")).rejects.toThrow("Did you mean prod?");
    });
});

describe("Node's own test runner", { timeout: patience }, () => {
    it("shows what differs", async () => {
        const file = written(
            "citadel.test.ts",
            `import { test } from "node:test";
            import { expectUpstreams, stack } from ${JSON.stringify(resolve("tools/expect"))};
            test("right", async () => expectUpstreams(await stack("examples/citadel-host.yaml"), { web_ui: { instances: 2 } }));
            test("wrong", async () => expectUpstreams(await stack("examples/citadel-host.yaml"), { web_ui: { instances: 4 } }));`,
        );
        const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(NODE_|VITEST)/.test(name)));
        const output = await new Promise<string>(done => {
            execFile(process.execPath, ["--import", "tsx", "--test", file], { env: environment }, (_error, stdout, stderr) => done(stdout + stderr));
        });
        expect(output).toMatch(/pass 1\n/);
        expect(output).toMatch(/fail 1\n/);
        expect(output).toContain("web_ui.instances: expected 4, found 2 (node 192.168.10.30)");
    });
});
