import type { Dashboard } from "@grafana/schema";
import type { Cluster } from "../cluster";
import type { Measured } from "../measured";
import { dashboard } from "./dashboard";
import { ownFrame, type Frame } from "./frame";
import { overviewPage } from "./overview-page";
import { servicePage } from "./service-page";
import { clusterView, ownView, type View } from "./view";

/** Below `grafana/dashboards/`. */
export interface DashboardFile {
    readonly file: string;
    readonly dashboard: Dashboard;
}

/** The page that Grafana begins with. */
export const overviewFile = "overview.json";

export function dashboards(model: Measured): readonly DashboardFile[] {
    return pages(model, ownView(model), ownFrame);
}

/** The same for the Grafana of a cluster. */
export function clusterDashboards(model: Measured, cluster: Cluster, frame: Frame): readonly DashboardFile[] {
    return pages(model, clusterView(cluster), frame);
}

function pages(model: Measured, view: View, frame: Frame): readonly DashboardFile[] {
    return [
        { file: overviewFile, dashboard: dashboard(overviewPage(model, view), frame) },
        ...model.services.map(service => ({ file: `service-${service.name}.json`, dashboard: dashboard(servicePage(model, view, service), frame) })),
    ];
}
