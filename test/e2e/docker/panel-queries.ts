import type { DockerModel } from "../../../components/config/model";
import { dashboards } from "../../../components/monitoring/grafana/dashboards";
import { jobs } from "../../../components/monitoring/jobs";
import { measuredModel, type MeasuredModel } from "../../../components/monitoring/measured";

/** A query of a panel, as Grafana would put it. */
export interface PanelQuery {
    /** `Load balancer / Requests by service` */
    readonly name: string;
    readonly expression: string;
}

/** Every query of every panel of every dashboard of a stack. @param interval in place of Grafana's own. */
export function panelQueries(model: DockerModel, interval: string): readonly PanelQuery[] {
    return dashboards(measured(model)).flatMap(({ dashboard }) =>
        (dashboard.panels ?? []).flatMap((panel) =>
            ("targets" in panel ? (panel.targets ?? []) : []).map((target) => ({
                name: `${dashboard.title ?? ""} / ${panel.title ?? ""} / ${String(target["legendFormat"])}`,
                expression: String(target["expr"]).replaceAll("$__rate_interval", interval),
            })),
        ),
    );
}

/** What Prometheus has to find up: `job target`. */
export function expectedTargets(model: DockerModel): readonly string[] {
    return jobs(measured(model)).flatMap(({ name, targets }) => targets.map((target) => `${name} ${target}`)).sort();
}

function measured(model: DockerModel): MeasuredModel {
    const result = measuredModel(model);
    if (result === null) {
        throw new Error("Nothing is measured in this stack.");
    }
    return result;
}
