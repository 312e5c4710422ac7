import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { evaluate, holds, resolve, type Contexts } from "./expressions";
import { Machine } from "./machine";
import { installGh, linkPackages, type Repository } from "./repository";
import { type Job, readWorkflow, type Step, type Texts, type Workflow } from "./workflow";

export interface Event {
    /** What is checked out. */
    readonly ref: string;
    /** The context `github`: names of branches and titles among it. */
    readonly github: object;
    readonly vars?: Texts;
    readonly secrets?: Texts;
}

export interface JobRun {
    readonly result: "success" | "failure" | "skipped";
    /** Of the step that failed. */
    readonly status: number;
    readonly log: string;
    readonly summary: string;
    readonly outputs: Texts;
    /** What its steps left in the environment of those that follow. */
    readonly carried: Texts;
}

export interface Call {
    readonly method: string;
    readonly address: string;
    readonly fields: Texts;
}

const skipped: JobRun = { result: "skipped", status: 0, log: "", summary: "", outputs: {}, carried: {} };

/**
 * Runs the jobs of a workflow as a forge does, each in a fresh clone: every `run` as it stands, with the shell that the
 * forge takes. What is not as on the forge: checkout and setup-node are done by git and by the Node and the packages that are
 * here, `gh` is a stand-in, and one job runs after another.
 */
export class Forge {
    private readonly tools: string;
    private readonly store: string;
    private readonly calls: string;

    constructor(
        private readonly folder: string,
        private readonly repository: Repository,
        private readonly environment: Texts,
    ) {
        [this.tools, this.store, this.calls] = [join(folder, "tools"), join(folder, "store.json"), join(folder, "calls")];
        installGh(this.tools);
        this.stock({ comments: [], issues: [] });
        writeFileSync(this.calls, "");
    }

    /** What people have written on the forge. */
    stock(written: { readonly comments: readonly object[]; readonly issues: readonly object[] }): void {
        writeFileSync(this.store, JSON.stringify({ next: 1000, ...written }));
    }

    get comments(): { readonly body: string; readonly user: { readonly login: string } }[] {
        return (JSON.parse(readFileSync(this.store, "utf8")) as { comments: [] }).comments;
    }

    get issues(): { readonly title: string; readonly body: string; readonly state: string }[] {
        return (JSON.parse(readFileSync(this.store, "utf8")) as { issues: [] }).issues;
    }

    /** Everything that the forge was asked, and told, so far. */
    get asked(): Call[] {
        return readFileSync(this.calls, "utf8").split("\n").filter(line => line !== "").map(line => JSON.parse(line) as Call);
    }

    /** @returns what became of each job; of one with a matrix, of its last entry. */
    async run(file: string, event: Event, jobs?: readonly string[]): Promise<Readonly<Record<string, JobRun>>> {
        const workflow = readWorkflow(file, this.repository.clone);
        const runs: Record<string, JobRun> = {};
        for (const [name, job] of Object.entries(workflow.jobs).filter(([name]) => jobs?.includes(name) !== false)) {
            const contexts = { github: event.github, vars: event.vars ?? {}, secrets: event.secrets ?? {}, needs: needed(job, runs) };
            runs[name] = skipped;
            const hasSucceeded = job.needs === undefined || runs[job.needs]?.result === "success";
            if (holds(job.if, contexts, hasSucceeded)) {
                for (const matrix of entriesOf(job, contexts)) {
                    runs[name] = await this.runJob(workflow, job, event, { ...contexts, matrix });
                }
            }
        }
        return runs;
    }

    private async runJob(workflow: Workflow, job: Job, event: Event, given: Contexts): Promise<JobRun> {
        const machine = new Machine(mkdtempSync(join(this.folder, "job-")));
        const steps: Record<string, { outputs: Texts }> = {};
        const contexts = { ...given, steps };
        let [status, log] = [0, ""];
        for (const step of job.steps) {
            if (!holds(step.if, contexts, status === 0)) {
                continue;
            }
            if (step.uses !== undefined) {
                this.use(step, machine, contexts, event.ref);
                continue;
            }
            const environment = { ...this.base(machine, event), ...values(job.env, contexts), ...machine.carried(), ...values(step.env, contexts) };
            const ended = await machine.execute(resolve(step.run ?? "", contexts), environment, workflow.defaults?.run?.shell);
            [status, log] = [status || ended.status, log + ended.log];
            steps[step.id ?? "_"] = { outputs: machine.outputs() };
        }
        return { result: status === 0 ? "success" : "failure", status, log, summary: machine.summary(), outputs: values(job.outputs, contexts), carried: machine.carried() };
    }

    private use({ uses = "", with: options = {} }: Step, { workspace }: Machine, contexts: Contexts, ref: string): void {
        if (uses.startsWith("actions/checkout@")) {
            const { "fetch-depth": depth = 1, "sparse-checkout": sparse, ref: other } = options;
            this.repository.checkOut(workspace, other === undefined ? ref : resolve(String(other), contexts), { depth: Number(depth), sparse: sparse === undefined ? undefined : String(sparse) });
        } else if (uses.startsWith("actions/setup-node@")) {
            linkPackages(workspace);
        } else {
            throw new Error(`${uses}: say here what it does.`);
        }
    }

    private base(machine: Machine, { github }: Event): Texts {
        const event = join(machine.temp, "event.json");
        writeFileSync(event, JSON.stringify(evaluate("github.event", { github })));
        return {
            PATH: [this.tools, dirname(process.execPath), process.env["PATH"] ?? ""].join(":"),
            HOME: machine.home,
            CI: "true",
            // Nothing is fetched, should something try.
            npm_config_offline: "true",
            GH_CALLS: this.calls,
            GH_STORE: this.store,
            GITHUB_EVENT_PATH: event,
            GITHUB_HEAD_REF: String(evaluate("github.head_ref", { github })),
            GITHUB_REPOSITORY: "owner/site",
            GITHUB_RUN_ID: "42",
            GITHUB_SERVER_URL: "https://forge.example",
            ...machine.files,
            ...this.environment,
        };
    }
}

function values(texts: Texts | undefined, contexts: Contexts): Texts {
    return Object.fromEntries(Object.entries(texts ?? {}).map(([name, value]) => [name, resolve(String(value), contexts)]));
}

function needed({ needs }: Job, runs: Readonly<Record<string, JobRun>>): object {
    return needs === undefined ? {} : { [needs]: runs[needs] ?? skipped };
}

function entriesOf({ strategy }: Job, contexts: Contexts): object[] {
    if (strategy === undefined) {
        return [{}];
    }
    return Object.entries(strategy.matrix).flatMap(([name, list]) => (evaluate(list.replace(/^\$\{\{(.*)\}\}$/s, "$1"), contexts) as string[]).map(entry => ({ [name]: entry })));
}
