import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endGracefully } from "../../../tools/sandbox/end-processes";
import { sandboxProcesses } from "../../../tools/sandbox/process-table";
import { DevStack, whyNot } from "../system/dev-stack";
import { Forge, type JobRun } from "./forge";
import { Repository } from "./repository";

const reason = whyNot();

/** A stack that is up on this machine, as a runner of one's own sees it: with its state. */
describe.skipIf(reason !== undefined)(`the jobs on a stack that is up${reason === undefined ? "" : ` (${reason})`}`, () => {
    const folder = mkdtempSync(join(tmpdir(), "evenkeel-forge-"));
    const stack = new DevStack({ addresses: "127.0.8", http: 18480, https: 18843 });
    const repository = new Repository(folder);
    const forge = new Forge(folder, repository, { EVENKEEL_HOME: stack.home, EVENKEEL_ENGINE: process.env["EVENKEEL_ENGINE"] ?? "embedded" });
    let passphrase = "";
    /** An issue that looks like its own. */
    const theirs = { id: 1, number: 1, state: "open", title: "Drift: dev", body: "<!-- evenkeel drift: dev -->\nHow do I close this?", user: { login: "somebody" } };

    beforeAll(async () => {
        repository.commit("main", { "Pulumi.dev.yaml": stack.text });
        forge.stock({ comments: [], issues: [theirs, { ...theirs, id: 2, number: 2, body: null }] });
        await stack.up();
        passphrase = readFileSync(join(stack.home, "passphrase"), "utf8").trim();
    });

    afterAll(async () => {
        await stack.remove();
        rmSync(folder, { recursive: true });
    });

    async function look(expected: JobRun["result"]): Promise<string> {
        const secrets = { PULUMI_CONFIG_PASSPHRASE: passphrase };
        const { drift } = await forge.run("drift.yml", { ref: "refs/heads/main", github: { token: "a token" }, vars: { EVENKEEL_STACKS: '["dev"]' }, secrets });
        expect(drift?.result, drift?.log).toBe(expected);
        return drift?.log ?? "";
    }

    function written(): string[] {
        return forge.asked.filter(({ method }) => method !== "GET").map(({ method, address }) => `${method} ${address}`);
    }

    it("preview an edit against what is deployed", async () => {
        const text = stack.text.replace("[127.0.81.1, 127.0.81.2]", "[127.0.81.1, 127.0.81.2, 127.0.81.3]");
        expect(text).not.toBe(stack.text);
        repository.commit("edit", { "Pulumi.dev.yaml": text });
        const pull = { number: 7, head: { repo: { full_name: "owner/site" } } };
        const github = { repository: "owner/site", actor: "somebody", event: { pull_request: pull } };
        const { preview } = await forge.run("pull-request.yml", { ref: "refs/heads/edit", github, vars: { EVENKEEL_STACKS: '["dev"]' }, secrets: { PULUMI_CONFIG_PASSPHRASE: passphrase } }, ["preview"]);
        expect(preview?.result, preview?.log).toBe("success");
        expect(preview?.summary).toMatch(/^### Preview of dev\n\n<pre>\n {4}embedding_service: 2 to 3 instances/);
        expect(preview?.summary).not.toContain("not up");
    });

    it("look for drift nowhere where no stack is named", async () => {
        expect(await forge.run("drift.yml", { ref: "refs/heads/main", github: {} })).toMatchObject({ drift: { result: "skipped" } });
    });

    it("write nothing as long as what was deployed is what runs", async () => {
        await look("success");
        expect(written()).toEqual([]);
    });

    it("open one issue when it does not any more, and keep that one up to date", async () => {
        const sandbox = join(stack.home, "sandbox");
        await endGracefully(sandboxProcesses(sandbox, join(sandbox, "prefix")).flatMap(({ pid, role }) => (role === undefined ? [pid] : [])));
        await look("success");
        expect(written()).toEqual(["POST repos/owner/site/issues"]);
        expect(forge.issues.at(-1)).toMatchObject({ title: "Drift: dev", state: "open", body: expect.stringMatching(/missing +serves nothing, but [0-9a-f]{12} was deployed last\n +-> /) as string });
        await look("success");
        expect(written().slice(1)).toEqual(["PATCH repos/owner/site/issues/1000"]);
    });

    it("close it when the drift ends, and leave what others wrote", async () => {
        await stack.up();
        await look("success");
        expect(written().slice(2)).toEqual(["POST repos/owner/site/issues/1000/comments", "PATCH repos/owner/site/issues/1000"]);
        expect(forge.issues.map(({ state }) => state)).toEqual(["open", "open", "closed"]);
        expect(forge.issues[0]).toEqual(theirs);
    });

    it("fail, and write nothing, when they can't look", async () => {
        const before = written();
        await stack.run("down");
        expect(await look("failure")).toContain("is not up");
        expect(written()).toEqual(before);
    });

    it("tell the forge no secret", () => {
        expect(JSON.stringify(forge.asked)).not.toContain(passphrase);
    });
});
