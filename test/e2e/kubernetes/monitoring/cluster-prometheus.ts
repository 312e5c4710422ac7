import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { Program } from "../../docker/program";
import { freePorts } from "../../nginx/ports";
import { podTargets, type DiscoveredPod } from "./pod-targets";

export interface Sample {
    readonly metric: Readonly<Record<string, string>>;
    readonly value: readonly [number, string];
}

/** A job of `scrape_configs`, as it is written for a Prometheus that knows Kubernetes. */
export interface Job {
    readonly job_name: string;
    readonly kubernetes_sd_configs?: readonly { readonly namespaces?: { readonly names: readonly string[] }; readonly selectors?: readonly { readonly label: string }[] }[];
}

interface Targets {
    readonly data: { readonly activeTargets: readonly { readonly scrapePool: string; readonly scrapeUrl: string; readonly health: string; readonly lastError: string; readonly labels: Readonly<Record<string, string>> }[] };
}

/** A cluster's Prometheus, on the test's machine: Debian's, with the jobs and rules that it is given. */
export class ClusterPrometheus {
    private looking: NodeJS.Timeout | undefined;
    private program: Program | undefined;

    private constructor(
        private readonly folder: string,
        private readonly api: string,
        private readonly jobs: readonly Job[],
        private readonly url: string,
    ) {}

    /** @param api the cluster's, as `kubectl proxy` serves it. @param rules how long alerts have to hold is cut short. */
    static async start(api: string, jobs: readonly Job[], rules = "groups: []\n"): Promise<ClusterPrometheus> {
        const [port = 0] = await freePorts(1);
        const prometheus = new ClusterPrometheus(mkdtempSync(join(tmpdir(), "evenkeel-prometheus-")), api, jobs, `http://127.0.0.1:${String(port)}`);
        await prometheus.begin(port, rules.replace(/^( +for:) .*$/gm, "$1 2s"));
        return prometheus;
    }

    async query(expression: string): Promise<readonly Sample[]> {
        const response = await fetch(`${this.url}/api/v1/query`, { method: "POST", body: new URLSearchParams({ query: expression }) });
        const { data, error } = (await response.json()) as { data?: { result: readonly Sample[] }; error?: string };
        if (data === undefined) {
            throw new Error(`${expression}: ${error ?? response.statusText}`);
        }
        return data.result;
    }

    /** Everything that it asks: `JOB ADDRESS`, with the reason where it has no answer. */
    async targets(): Promise<string[]> {
        const { data } = (await (await fetch(`${this.url}/api/v1/targets?state=active`)).json()) as Targets;
        return data.activeTargets.map(({ labels, scrapeUrl, health, lastError }) => `${labels["job"] ?? ""} ${new URL(scrapeUrl).host}${health === "up" ? "" : ` ${health} ${lastError}`}`).sort();
    }

    /** What is firing, with what tells alerts of one name apart. */
    async alerts(): Promise<string[]> {
        const firing = await this.query('ALERTS{alertstate="firing"}');
        return firing.map(({ metric }) => [metric["alertname"], metric["severity"], metric["service"], metric["backup"] === "true" ? "backup" : undefined, metric["pod"]].filter(Boolean).join(" ")).sort();
    }

    async stop(): Promise<void> {
        clearInterval(this.looking);
        await this.program?.stop();
        rmSync(this.folder, { recursive: true, force: true });
    }

    private async begin(port: number, rules: string): Promise<void> {
        mkdirSync(join(this.folder, "data"));
        await this.look();
        this.looking = setInterval(() => void this.look().catch(() => undefined), 2000);
        writeFileSync(join(this.folder, "rules.yml"), rules);
        writeFileSync(join(this.folder, "prometheus.yml"), stringify({ rule_files: ["rules.yml"], scrape_configs: this.jobs.map((job, i) => this.withFiles(job, i)) }));
        const args = ["--config.file=prometheus.yml", "--storage.tsdb.path=data", `--web.listen-address=127.0.0.1:${String(port)}`];
        this.program = await Program.start("prometheus", args, `${this.url}/-/ready`, this.folder);
    }

    /** A job that finds its targets in a file, which `look` writes. */
    private withFiles(job: Job, index: number): object {
        const { kubernetes_sd_configs: discovery, ...rest } = job;
        return discovery === undefined ? job : { ...rest, file_sd_configs: [{ files: [this.fileOf(index)], refresh_interval: "1s" }] };
    }

    private fileOf(index: number): string {
        return join(this.folder, `targets-${String(index)}.json`);
    }

    /** Writes what each job's discovery finds now. */
    private async look(): Promise<void> {
        await Promise.all(this.jobs.map(async ({ kubernetes_sd_configs: discovery }, i) => {
            if (discovery === undefined) {
                return;
            }
            const found = await Promise.all(discovery.map(({ namespaces, selectors }) => this.pods(namespaces?.names[0], selectors?.[0]?.label)));
            writeFileSync(`${this.fileOf(i)}.new`, JSON.stringify(podTargets(found.flat())));
            renameSync(`${this.fileOf(i)}.new`, this.fileOf(i));
        }));
    }

    private async pods(namespace: string | undefined, selector = ""): Promise<readonly DiscoveredPod[]> {
        const path = namespace === undefined ? "/api/v1/pods" : `/api/v1/namespaces/${namespace}/pods`;
        const response = await fetch(`${this.api}${path}?${String(new URLSearchParams({ labelSelector: selector }))}`);
        if (!response.ok) {
            throw new Error(`${selector}: ${await response.text()}`);
        }
        return ((await response.json()) as { items: readonly DiscoveredPod[] }).items;
    }
}
