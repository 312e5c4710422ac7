import type { Cluster } from "../cluster";
import { claimsLeft, diskUsed } from "../disk";
import { Figures } from "../figures";
import type { Measured } from "../measured";
import type { Section } from "./dashboard";
import type { Chart } from "./panel";
import { window } from "./style";

/** What pages show otherwise where a stack has one proxy on one machine, and where it has pods in a cluster. */
export interface View {
    readonly figures: Figures;
    /** How many instances of a service are up when all is well, backups included. */
    readonly instances: (service: string) => number;
    /** What stands in a legend for a proxy, of which there may be several. */
    readonly proxy: (alone: string) => string;
    /** What stands for one that tells figures. */
    readonly source: string;
    /** What the stack runs on, in half a sentence. */
    readonly ground: string;
    readonly release: Pick<Chart, "description" | "queries">;
    /** What the stack uses of what it runs on. */
    readonly used: Section;
}

export function ownView({ services }: Measured): View {
    return {
        figures: new Figures(null),
        instances: name => services.filter(service => service.name === name).reduce((sum, { instances, backup }) => sum + instances.length + backup.length, 0),
        proxy: alone => alone,
        source: "{{job}} {{instance}}",
        ground: "the machine that they run on",
        release: { description: "What was deployed last.", queries: [{ expression: "evenkeel_release_info", legend: "release", instant: true }] },
        used: { title: "Machine", height: 8, charts: machine() },
    };
}

export function clusterView(cluster: Cluster): View {
    const figures = new Figures(cluster);
    return {
        figures,
        instances: name => cluster.services.filter(service => service.name === name).reduce((sum, { instances, backups }) => sum + instances + backups, 0),
        proxy: () => "{{pod}}",
        source: "{{job}} {{pod}}",
        ground: "its pods",
        release: {
            description: "What was deployed last, and to how many proxies.",
            queries: [{ expression: `count by (release, nginx) (${figures.series("evenkeel_release_info")})`, legend: "release", instant: true }],
        },
        used: { title: "Pods", height: 8, charts: pods(cluster) },
    };
}

function machine(): Chart[] {
    return [
        { type: "timeseries", title: "Processor", description: "Share of all cores that is at work.", unit: "percentunit", width: 8, queries: [{ expression: `1 - avg(rate(node_cpu_seconds_total{mode="idle"}[${window}]))`, legend: "busy" }] },
        { type: "timeseries", title: "Memory", description: "Share that is in use and could not be freed.", unit: "percentunit", width: 8, queries: [{ expression: "1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes", legend: "used" }] },
        { type: "timeseries", title: "Disk", description: "Of the engine: logs, releases and volumes lie there.", unit: "percentunit", width: 8, queries: [{ expression: diskUsed, legend: "{{device}}" }] },
    ];
}

/** As the cluster's kubelets tell it. */
function pods(cluster: Cluster): Chart[] {
    const containers = `{namespace="${cluster.namespace}",pod=~"${cluster.pods}",container!=""}`;
    const claims = claimsLeft(cluster);
    return [
        { type: "timeseries", title: "Processor", description: "Cores that each pod keeps at work.", unit: "none", width: 8, queries: [{ expression: `sum by (pod) (rate(container_cpu_usage_seconds_total${containers}[${window}]))`, legend: "{{pod}}" }] },
        { type: "timeseries", title: "Memory", description: "Of each pod, without what could be freed.", unit: "bytes", width: 8, queries: [{ expression: `sum by (pod) (container_memory_working_set_bytes${containers})`, legend: "{{pod}}" }] },
        ...(claims === null ? [] : [{ type: "timeseries", title: "Volumes", description: "Share of each claim that is used.", unit: "percentunit", width: 8, queries: [{ expression: `1 - ${claims}`, legend: "{{persistentvolumeclaim}}" }] } as const]),
    ];
}
