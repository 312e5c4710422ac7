import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { readWorkflow, workflowFolder, type Step } from "../../e2e/forge/workflow";

const scripts = ".github/scripts";
const files = readdirSync(workflowFolder);
const shellScripts = readdirSync(scripts).map(name => join(scripts, name));
const isInstalled = spawnSync("shellcheck", ["--version"]).status === 0;

describe.each(files)("%s", file => {
    const workflow = readWorkflow(file);
    const jobs = Object.entries(workflow.jobs);
    const steps = jobs.flatMap(([, job]) => job.steps);

    it("gives no job more than it asks for, and no more time than it needs", () => {
        expect(workflow.permissions).toEqual({});
        for (const [name, job] of jobs) {
            expect(job.permissions, name).toMatchObject({ contents: "read" });
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
        const trusted = jobs.filter(([, job]) => job.if?.includes("head.repo.full_name == github.repository")).map(([name]) => name);
        const powerful = jobs.filter(([, job]) => JSON.stringify(job).includes("secrets.") || Object.values(job.permissions ?? {}).includes("write")).map(([name]) => name);
        expect("pull_request" === workflow.on ? powerful.filter(name => !trusted.includes(name)) : []).toEqual([]);
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

describe("the scripts of the workflows", () => {
    it("can be run", () => {
        expect(shellScripts.filter(script => (statSync(script).mode & 0o111) === 0)).toEqual([]);
    });

    test.skipIf(!isInstalled)("satisfy shellcheck (skipped where it is not installed)", () => {
        expect(spawnSync("shellcheck", shellScripts, { encoding: "utf8" }).stdout).toBe("");
    });
});
