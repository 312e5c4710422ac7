import { join } from "node:path";
import type { Rendered } from "../../components/proxy/rendered";
import { askChecker, type Verdict } from "./ask-checker";

/** Where the checkers are; absent or undefined: not on this machine. */
export interface MonitoringPrograms {
    readonly promtool?: string | undefined;
    readonly amtool?: string | undefined;
    readonly mtail?: string | undefined;
}

/** Shows the files of the monitoring containers to the tools that come with those programs; nothing where nothing is measured. */
export function checkMonitoring({ promtool, amtool, mtail }: MonitoringPrograms, { files }: Rendered, directory: string): Verdict[] {
    const folder = join(directory, "monitoring");
    if (!files.some(({ path }) => path.startsWith("monitoring/"))) {
        return [];
    }
    return [
        askChecker("promtool check config", promtool, ["check", "config", join(folder, "prometheus/prometheus.yml")], directory),
        askChecker("amtool check-config", amtool, ["check-config", join(folder, "alertmanager/alertmanager.yml")], directory),
        askChecker("mtail --compile_only", mtail, ["--compile_only", "--logtostderr", "--address", "127.0.0.1", "--port", "0", "--progs", join(folder, "log-exporter")], directory),
    ].map(quietWhenContent);
}

/** All three tell at length what they have done. */
function quietWhenContent(verdict: Verdict): Verdict {
    return verdict.result === "passed" ? { ...verdict, words: "" } : verdict;
}
