import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { holds } from "../../e2e/forge/expressions";
import { readWorkflow, workflowFolder, type Job, type Step } from "../../e2e/forge/workflow";

const scripts = ".github/scripts";
const files = readdirSync(workflowFolder);
const shellScripts = readdirSync(scripts).map(name => join(scripts, name));
const isInstalled = spawnSync("shellcheck", ["--version"]).status === 0;

const read = { contents: "read" };

/** What each job's token may do: nothing else. */
const permissions: Readonly<Record<string, object>> = {
    "drift.yml": { drift: { ...read, issues: "write" } },
    "pull-request.yml": { check: read, review: read, comment: { ...read, "pull-requests": "write" }, preview: read },
};

/** A pull request from a repository of that name. */
function from(repository: string): { readonly github: object; readonly vars: object; readonly needs: object } {
    const pull = { head: { repo: { full_name: repository } } };
    return { github: { repository: "owner/site", actor: "somebody", event: { pull_request: pull } }, vars: { EVENKEEL_STACKS: '["prod"]' }, needs: {} };
}

function isPowerful(job: Job): boolean {
    return JSON.stringify(job).includes("secrets.") || Object.values(job.permissions ?? {}).includes("write");
}

describe.each(files)("%s", file => {
    const workflow = readWorkflow(file);
    const jobs = Object.entries(workflow.jobs);
    const steps = jobs.flatMap(([, job]) => job.steps);

    it("gives no job more than it asks for, and no more time than it needs", () => {
        expect(workflow.permissions).toEqual({});
        expect(Object.fromEntries(jobs.map(([name, job]) => [name, job.permissions]))).toEqual(permissions[file]);
        for (const [name, job] of jobs) {
            expect(job["timeout-minutes"], name).toBeLessThanOrEqual(30);
        }
    });

    it("keeps runs of one kind from getting into each other's way", () => {
        expect(workflow).toHaveProperty("concurrency.group");
    });

    it("uses the forge's own actions alone, each at a commit with its version beside it", () => {
        const lines = readFileSync(join(workflowFolder, file), "utf8").split("\n").filter(line => line.includes("uses:"));
        expect(lines.filter(line => !/ actions\/(checkout|setup-node)@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
    });

    it("leaves no token in a clone", () => {
        const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
        expect(checkouts.map(step => step.with?.["persist-credentials"])).toEqual(checkouts.map(() => false));
    });

    it("puts nothing of the event into a shell: what people type arrives in variables", () => {
        expect(steps.filter(({ run = "" }) => run.includes("${{"))).toEqual([]);
        const named = JSON.stringify(workflow).match(/github\.[\w.]+/g) ?? [];
        expect(named.filter(name => /head_ref|title|body|\.ref\b|login|label/.test(name))).toEqual([]);
    });

    it("runs nothing of a fork with secrets, or with a token that may write", () => {
        expect(JSON.stringify(workflow.on)).not.toContain("pull_request_target");
        const powerful = "pull_request" === workflow.on ? jobs.filter(([, job]) => isPowerful(job)) : [];
        const running = (repository: string, hasSucceeded: boolean): string[] => powerful.filter(([, job]) => holds(job.if, from(repository), hasSucceeded)).map(([name]) => name);
        expect([...running("somebody/site", true), ...running("somebody/site", false)]).toEqual([]);
        expect(running("owner/site", true)).toEqual(powerful.map(([name]) => name));
    });

    it("gives secrets, and the token, to single steps and never while packages are installed", () => {
        const installs = ({ run = "" }: Step): boolean => run.startsWith("npm run");
        expect(jobs.filter(([, job]) => JSON.stringify(job.env ?? {}).includes("secrets."))).toEqual([]);
        expect(steps.filter(step => installs(step) && /secrets\.|token/.test(JSON.stringify(step)))).toEqual([]);
    });

    it("runs scripts that are there", () => {
        const named = steps.flatMap(({ run = "" }) => run.match(/\.github\/scripts\/[\w.-]+/g) ?? []);
        expect(named.filter(name => !shellScripts.includes(name))).toEqual([]);
    });
});

describe("the jobs of a pull request", () => {
    const { comment, preview } = readWorkflow("pull-request.yml").jobs;
    const own = from("owner/site");

    it("comment as well where the review could not be made", () => {
        expect(holds(comment?.if, own, false)).toBe(true);
    });

    it.each([
        ["no stack is named", { ...own, vars: {} }],
        ["the list of stacks is empty", { ...own, vars: { EVENKEEL_STACKS: "[]" } }],
        ["Dependabot asks, who gets no secrets", { ...own, github: { ...own.github, actor: "dependabot[bot]" } }],
    ])("preview nothing where %s", (_, contexts) => {
        expect(holds(preview?.if, own, true)).toBe(true);
        expect(holds(preview?.if, contexts, true)).toBe(false);
    });
});

it.each([
    [undefined, [true, false]],
    ["${{ vars.EVENKEEL_STACKS != '' }}", [true, false]],
    ["${{ vars.EVENKEEL_STACKS == '' }}", [false, false]],
    ["${{ !cancelled() && vars.EVENKEEL_STACKS != '' }}", [true, true]],
    ["failure()", [false, true]],
])("a condition %s holds after success and after failure: %j", (condition, expected) => {
    expect([true, false].map(hasSucceeded => holds(condition, from("owner/site"), hasSucceeded))).toEqual(expected);
});

describe("the scripts of the workflows", () => {
    it("can be run", () => {
        expect(shellScripts.filter(script => (statSync(script).mode & 0o111) === 0)).toEqual([]);
    });

    test.skipIf(!isInstalled)("satisfy shellcheck (skipped where it is not installed)", () => {
        expect(spawnSync("shellcheck", shellScripts, { encoding: "utf8" }).stdout).toBe("");
    });
});
