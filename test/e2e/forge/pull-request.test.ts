import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sealSecret } from "../../../tools/commands/seal-secret";
import { Forge, type Event, type JobRun } from "./forge";
import { git, Repository } from "./repository";

const jobs = ["review", "comment", "preview"];
const marker = "<!-- evenkeel review -->";
/** Whatever runs it leaves a file behind. */
const hostile = 'fix";$(touch${IFS}$RUNNER_TEMP/pwned);"';
/** The web UI's. */
const instances = /(port: 3000\n +instances: \[ ?)192\.168\.10\.31, 192\.168\.10\.32 ?\]/;
const theirs = { id: 1, body: `${marker}\nWhat does this mean?`, user: { login: "somebody" } };

const vars = { EVENKEEL_STACKS: '["citadel"]', PULUMI_BACKEND_URL: "s3://states", SSH_KNOWN_HOSTS: "192.168.10.30 ssh-ed25519 AAAA" };

/** Secrets, none of which may be read anywhere. */
const passphrase = "marker-of-the-passphrase";
const inStackFile = "marker-of-a-secret-in-a-stack-file";
const kubeconfig = "marker-of-a-kubeconfig";

/** All jobs but the one that `check.test.ts` is about, as they stand. The preview runs on the embedded engine. */
describe("the jobs of a pull request", () => {
    const folder = mkdtempSync(join(tmpdir(), "evenkeel-forge-"));
    const repository = new Repository(folder);
    const forge = new Forge(folder, repository, { EVENKEEL_ENGINE: "embedded" });
    const sshKey = keyIn(folder);
    const seen: JobRun[] = [];

    beforeAll(async () => {
        forge.stock({ comments: [theirs, { ...theirs, id: 2, body: null }], issues: [] });
        repository.commit("main", {
            ...Object.fromEntries(["dev", "prod"].map(name => [`Pulumi.${name}.yaml`, undefined])),
            "Pulumi.citadel.yaml": await sealSecret(repository.read("examples/citadel-host.yaml"), "host.privateKey", inStackFile, passphrase),
            "Pulumi.healthai.yaml": await sealSecret(repository.read("examples/healthai-docker.yaml"), "services.app.secrets.API_KEY", inStackFile, passphrase),
        });
    });

    afterAll(() => {
        seen.flatMap(({ carried }) => carried["SSH_AGENT_PID"] ?? []).forEach(pid => process.kill(Number(pid)));
        rmSync(folder, { recursive: true });
    });

    /** The pull request with these edits of a stack file. */
    function propose(from: RegExp, to: string, event: Partial<Event> = {}): Promise<Readonly<Record<string, JobRun>>> {
        const text = repository.at("main", "Pulumi.citadel.yaml");
        expect(text).toMatch(from);
        return proposeFiles({ "Pulumi.citadel.yaml": text.replace(from, to) }, event);
    }

    async function proposeFiles(files: Readonly<Record<string, string | undefined>>, event: Partial<Event> = {}): Promise<Readonly<Record<string, JobRun>>> {
        repository.commit(hostile, files);
        repository.merge(hostile);
        const runs = await forge.run("pull-request.yml", { ...proposed("owner/site"), ...event }, jobs);
        seen.push(...Object.values(runs));
        return runs;
    }

    function proposed(head: string): Event {
        const pull = { number: 7, title: hostile, base: { sha: git(repository.clone, "rev-parse", "main") }, head: { ref: hostile, sha: "0123abc", repo: { full_name: head } } };
        return {
            ref: "refs/pull/7/merge",
            github: { repository: "owner/site", token: "marker-of-the-token", actor: "somebody", head_ref: hostile, event: { pull_request: pull } },
            vars,
            secrets: { PULUMI_CONFIG_PASSPHRASE: passphrase, KUBECONFIG: kubeconfig, SSH_PRIVATE_KEY: sshKey },
        };
    }

    function written(): string[] {
        return forge.asked.filter(({ method }) => method !== "GET").map(({ method, address }) => `${method} ${address}`);
    }

    it("comment on what changes", async () => {
        const { review, comment, preview } = await propose(instances, "$1192.168.10.31, 192.168.10.32, 192.168.10.33]");
        expect([review?.result, comment?.result, preview?.result], `${review?.log ?? ""}${comment?.log ?? ""}${preview?.log ?? ""}`).toEqual(["success", "success", "success"]);
        expect(written()).toEqual(["POST repos/owner/site/issues/7/comments"]);
        expect(forge.comments.at(-1)?.body).toMatch(/^<!-- evenkeel review -->\n### evenkeel: citadel changes\n[^]*web\\?_ui: 2 to 3 instances/);
        expect(review?.summary).toBe(`${forge.comments.at(-1)?.body.trim() ?? ""}\n`);
    });

    it("show the stack that the repository has credentials of, and that nothing is known to be deployed", () => {
        const [, , preview] = seen;
        expect(preview?.summary).toMatch(/^### Preview of citadel\n\n\*\*The stack is not up, as far as the backend knows\.\*\*.*\n\n<pre>\n[^]*<details>[^]*192\.168\.10\.33:3000[^]*Summary:/);
        expect(preview?.carried).toMatchObject({ KUBECONFIG: expect.stringContaining("kubeconfig") as string, SSH_AUTH_SOCK: expect.stringContaining("/") as string });
    });

    it("edit the comment in place, and fail, when a stack is refused", async () => {
        const { review, comment, preview } = await propose(instances, "$1192.168.10.31]");
        expect([review?.status, comment?.result, preview?.status], `${review?.log ?? ""}${comment?.log ?? ""}${preview?.log ?? ""}`).toEqual([2, "success", 2]);
        expect(written().slice(1)).toEqual(["PATCH repos/owner/site/issues/comments/1000"]);
        expect(forge.comments.at(-1)?.body).toMatch(/citadel is refused[^]*docs\/policies\/minimum-instances\.md/);
        expect(preview?.log).toContain("minimum-instances");
    });

    it("name every problem of a stack file that is wrong", async () => {
        const { review, preview } = await propose(/port: 3000/, "port: 300000", { vars: {} });
        expect([review?.status, preview?.result], review?.log).toEqual([2, "skipped"]);
        expect(forge.comments.at(-1)?.body).toMatch(/services\.web\\?_ui\.port: found 300000/);
    });

    it("preview nothing where no state is to be had, so that what is deployed does not pass for new", async () => {
        const { preview } = await propose(/port: 3000/, "port: 3001", { vars: { ...vars, PULUMI_BACKEND_URL: "" } });
        expect([preview?.status, preview?.log]).toEqual([1, expect.stringContaining("::error::No state of the stack citadel is to be had here.")]);
    });

    it("preview nothing of a stack that the pull request removes", async () => {
        const { preview } = await proposeFiles({ "Pulumi.citadel.yaml": undefined });
        expect([preview?.result, preview?.summary, preview?.log]).toEqual(["success", "", expect.stringContaining("::notice::There is no Pulumi.citadel.yaml here.")]);
    });

    it("say in the comment's place that a review could not be made", async () => {
        const { review, comment } = await proposeFiles({ "tools/review.ts": "process.exit(1);\n" });
        expect([review?.status, comment?.result], comment?.log).toEqual([1, "success"]);
        expect(forge.comments.at(-1)?.body).toBe(`${marker}\n### evenkeel: what 0123abc changes could not be told\n\n[This run](https://forge.example/owner/site/actions/runs/42) says why.\n`);
    });

    it("write nothing and get no secrets for a fork, whose comment stands in the summary", async () => {
        const before = written();
        const { review, comment, preview } = await propose(/port: 3000/, "port: 3001", proposed("somebody/site"));
        expect([review?.result, comment?.result, preview?.result], review?.log).toEqual(["success", "skipped", "skipped"]);
        expect(review?.summary).toContain("citadel changes");
        expect(written()).toEqual(before);
    });

    it("leave alone what others wrote", () => {
        expect(forge.comments.find(({ user }) => user.login === "somebody")).toEqual(theirs);
    });

    it("show no secret to anybody", () => {
        const shown = JSON.stringify([forge.asked, forge.comments, ...seen.map(({ log, summary, outputs }) => [log, summary, outputs])]);
        const secret = [passphrase, inStackFile, kubeconfig, "marker-of-the-token", ...sshKey.split("\n").filter(line => line.length > 20 && !line.includes("-----"))];
        expect(secret.filter(text => shown.includes(text))).toEqual([]);
    });

    it("do nothing that the name of a branch or the title says", () => {
        expect(execFileSync("find", [folder, "-name", "pwned"], { encoding: "utf8" })).toBe("");
    });
});

function keyIn(folder: string): string {
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, "key")]);
    return readFileSync(join(folder, "key"), "utf8");
}
