import { execFile } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { HostModel, Service } from "../../../components/config/model";
import { monitoringDrafts } from "../../../components/monitoring/drafts";
import type { MeasuredModel } from "../../../components/monitoring/measured";
import { alertmanager, prometheus } from "../../../components/targets/docker/monitoring/alerting";
import { logExporter, nginxExporter, nodeExporter } from "../../../components/targets/docker/monitoring/exporters";
import { freePorts } from "../nginx/ports";
import { Proxy } from "../nginx/proxy";
import { Program } from "./program";

const scripts = join(__dirname, "../../../components/targets/scripts");

/**
 * A stack's monitoring as processes on loopback: Debian's programs with the arguments and files that the containers have,
 * but for folders, ports, and how long an alert has to hold. Its proxy is `proxy`; health is what the test says it is.
 */
export class MeasuredMachine {
    readonly down = new Set<string>();
    private readonly programs: Program[] = [];
    private rounds = Promise.resolve();
    private isOver = false;

    private constructor(readonly model: MeasuredModel, readonly proxy: Proxy, private readonly ports: Readonly<Record<string, number>>) {}

    static async start(model: MeasuredModel, site: HostModel): Promise<MeasuredMachine> {
        const names = ["nginx-exporter:9113", "node-exporter:9100", "log-exporter:3903", "alertmanager:9093", "localhost:9090"];
        const free = await freePorts(names.length);
        const machine = new MeasuredMachine(model, await Proxy.start(site), Object.fromEntries(names.map((name, i) => [name, free[i] ?? 0])));
        await machine.startAll();
        return machine;
    }

    /** A query's result, as Prometheus has it. */
    async query(expression: string): Promise<readonly { metric: Record<string, string>; value: [number, string] }[]> {
        const response = await fetch(`${this.url("localhost:9090")}/api/v1/query`, { method: "POST", body: new URLSearchParams({ query: this.here(expression) }) });
        const { data, error } = await response.json() as { data?: { result: { metric: Record<string, string>; value: [number, string] }[] }; error?: string };
        if (data === undefined) {
            throw new Error(`${expression}: ${error ?? response.statusText}`);
        }
        return data.result;
    }

    /** Names of the alerts that Alertmanager knows of, with the instance each is about. */
    async alerts(): Promise<readonly string[]> {
        const response = await fetch(`${this.url("alertmanager:9093")}/api/v2/alerts?inhibited=false`);
        const alerts = await response.json() as { labels: Record<string, string> }[];
        return alerts.map(({ labels }) => [labels["alertname"], labels["service"], labels["instance"]].filter(Boolean).join(" ")).sort();
    }

    async stop(): Promise<void> {
        this.isOver = true;
        await this.rounds;
        await Promise.all(this.programs.map((program) => program.stop()));
        await this.proxy.stop();
    }

    private async startAll(): Promise<void> {
        for (const { path, content } of monitoringDrafts(this.model)) {
            this.write(path, this.here(content).replace(/^( +for:) .*$/gm, "$1 2s"));
        }
        symlinkSync(".", join(this.proxy.directory, "current"));
        this.write("nginx/tls/expires", `${String(Math.floor(Date.now() / 1000) + 90 * 86_400)}\n`);
        await this.tellHealth();
        this.rounds = this.goOnTelling();
        ["prometheus-data", "alertmanager-data"].forEach((folder) => { mkdirSync(join(this.proxy.directory, folder)); });
        const { model } = this;
        await Promise.all([
            this.run("prometheus-nginx-exporter", nginxExporter(model).command, "nginx-exporter:9113"),
            this.run("prometheus-node-exporter", nodeExporter().command, "node-exporter:9100"),
            this.run("mtail", logExporter(model).command, "log-exporter:3903"),
            this.run("prometheus-alertmanager", [...alertmanager(model).command, "--web.listen-address=127.0.0.1:9093"], "alertmanager:9093", "/-/ready"),
        ]);
        await this.run("prometheus", [...prometheus(model).command, "--web.listen-address=127.0.0.1:9090"], "localhost:9090", "/-/ready");
    }

    private async run(program: string, command: readonly string[], name: string, path = "/metrics"): Promise<void> {
        const [, port = ""] = name.split(":");
        const args = command.map((word) => this.here(word).replace(new RegExp(`([:=])${port}$`), `$1${String(this.ports[name])}`));
        this.programs.push(await Program.start(program, args, `${this.url(name)}${path}`, this.proxy.directory));
    }

    /** What is said for containers, said for this machine. */
    private here(text: string): string {
        const { directory, httpPort } = this.proxy;
        const moved = text
            .replaceAll('mountpoint="/etc/evenkeel-monitoring"', 'mountpoint="/"')
            .replaceAll("/etc/evenkeel-monitoring", join(directory, "monitoring"))
            .replaceAll("/var/log/nginx", join(directory, "logs"))
            .replace("unix:/run/evenkeel/control.sock:", `http://127.0.0.1:${String(httpPort)}`)
            .replace("path=/prometheus", `path=${join(directory, "prometheus-data")}`)
            .replace("path=/alertmanager", `path=${join(directory, "alertmanager-data")}`);
        return Object.entries(this.ports).reduce((said, [name, port]) => said.replaceAll(new RegExp(`(?<!//)${name}`, "g"), `127.0.0.1:${String(port)}`), moved);
    }

    private url(name: string): string {
        return `http://127.0.0.1:${String(this.ports[name])}`;
    }

    private async goOnTelling(): Promise<void> {
        while (!this.isOver) {
            await sleep(1000);
            await this.tellHealth();
        }
    }

    /** What the health checker says, in its own script's words. */
    private async tellHealth(): Promise<void> {
        const { directory } = this.proxy;
        const program = '. "$1/health/clock.sh"; . "$1/health/publish.sh"; . "$1/health/metrics.sh"; publish_metrics';
        const env = {
            ...process.env, home: directory, targets: this.model.services.flatMap((service) => this.verdicts(service)).join("\n"),
            release: this.proxy.release, followed: "", version: "1.22.1", EVENKEEL_METRICS: join(directory, "monitoring/metrics/evenkeel.prom"), EVENKEEL_CONTROL: "",
        };
        await promisify(execFile)("sh", ["-c", program, "sh", scripts], { env, cwd: directory });
    }

    private verdicts({ name, instances, backup }: Service): string[] {
        const line = (kind: string) => ({ address, port }: { address: string; port: number }) =>
            `${name} ${address}:${String(port)} ${kind} / 1 1 1 1 ${this.down.has(address) ? "down" : "up"} - 0 0`;
        return [...instances.map(line("primary")), ...backup.map(line("backup"))];
    }

    private write(path: string, content: string): void {
        const file = join(this.proxy.directory, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
    }
}
