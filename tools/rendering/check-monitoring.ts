import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isKubernetesModel, type KubernetesModel, type Model } from "../../components/config/model";
import { measuredModel } from "../../components/monitoring/measured";
import type { Rendered } from "../../components/proxy/rendered";
import { monitoringFiles } from "../../components/targets/kubernetes/monitoring/objects";
import { askChecker, type Verdict } from "./ask-checker";

/** Where the checkers are; absent or undefined: not on this machine. */
export interface MonitoringPrograms {
    readonly promtool?: string | undefined;
    readonly amtool?: string | undefined;
    readonly mtail?: string | undefined;
}

/** Shows what measures a stack to the tools that come with those programs; nothing where nothing is measured. */
export function checkMonitoring({ promtool, amtool, mtail }: MonitoringPrograms, model: Model, { files }: Rendered, directory: string): Verdict[] {
    const present = new Set([...files.map(({ path }) => path), ...(isKubernetesModel(model) ? writeClusterFiles(model, directory) : [])]);
    const check = (path: string, checker: string, program: string | undefined, args: readonly string[]): Verdict[] =>
        present.has(path) ? [quietWhenContent(askChecker(checker, program, [...args, join(directory, path)], directory))] : [];
    return [
        ...check("monitoring/prometheus/prometheus.yml", "promtool check config", promtool, ["check", "config"]),
        ...check(clusterRules, "promtool check rules", promtool, ["check", "rules"]),
        ...check("monitoring/alertmanager/alertmanager.yml", "amtool check-config", amtool, ["check-config"]),
        ...check("monitoring/log-exporter/access.mtail", "mtail --compile_only", mtail, ["--compile_only", "--logtostderr", "--address", "127.0.0.1", "--port", "0", "--progs"]),
    ];
}

const clusterRules = "cluster/alert-rules.yml";

/**
 * What a cluster's Prometheus is given is no part of the release. Where the figures are, it is told in words that many
 * promtools do not know: Debian's is built without them.
 */
function writeClusterFiles(model: KubernetesModel, directory: string): string[] {
    const measured = measuredModel(model);
    if (measured === null) {
        return [];
    }
    mkdirSync(join(directory, "cluster"));
    writeFileSync(join(directory, clusterRules), monitoringFiles(measured)["alert-rules.yml"] ?? "");
    return [clusterRules];
}

/** All three tell at length what they have done. */
function quietWhenContent(verdict: Verdict): Verdict {
    return verdict.result === "passed" ? { ...verdict, words: "" } : verdict;
}
