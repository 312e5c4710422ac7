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
describe.skipIf(reason !== undefined)(`the drift job${reason === undefined ? "" : ` (${reason})`}`, () => {
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

    it("does nothing where no stack is named", async () => {
        expect(await forge.run("drift.yml", { ref: "refs/heads/main", github: {} })).toMatchObject({ drift: { result: "skipped" } });
    });

    it("writes nothing as long as what was deployed is what runs", async () => {
        await look("success");
        expect(written()).toEqual([]);
    });

    it("opens one issue when it does not any more, and keeps that one up to date", async () => {
        const sandbox = join(stack.home, "sandbox");
        await endGracefully(sandboxProcesses(sandbox, join(sandbox, "prefix")).flatMap(({ pid, role }) => (role === undefined ? [pid] : [])));
        await look("success");
        expect(written()).toEqual(["POST repos/owner/site/issues"]);
        expect(forge.issues.at(-1)).toMatchObject({ title: "Drift: dev", state: "open", body: expect.stringMatching(/missing +serves nothing, but [0-9a-f]{12} was deployed last\n +-> /) as string });
        await look("success");
        expect(written().slice(1)).toEqual(["PATCH repos/owner/site/issues/1000"]);
    });

    it("closes it when the drift ends, and leaves what others wrote", async () => {
        await stack.up();
        await look("success");
        expect(written().slice(2)).toEqual(["POST repos/owner/site/issues/1000/comments", "PATCH repos/owner/site/issues/1000"]);
        expect(forge.issues.map(({ state }) => state)).toEqual(["open", "open", "closed"]);
        expect(forge.issues[0]).toEqual(theirs);
    });

    it("fails, and writes nothing, when it can't look", async () => {
        const before = written();
        await stack.run("down");
        expect(await look("failure")).toContain("is not up");
        expect(written()).toEqual(before);
    });

    it("tells the forge no secret", () => {
        expect(JSON.stringify(forge.asked)).not.toContain(passphrase);
    });
});
