import type { Dashboard } from "@grafana/schema";
import type { MeasuredModel } from "../measured";
import { dashboard } from "./dashboard";
import { overviewPage } from "./overview-page";
import { servicePage } from "./service-page";

/** Below `grafana/dashboards/`. */
export interface DashboardFile {
    readonly file: string;
    readonly dashboard: Dashboard;
}

/** The page that Grafana begins with. */
export const overviewFile = "overview.json";

export function dashboards(model: MeasuredModel): readonly DashboardFile[] {
    return [
        { file: overviewFile, dashboard: dashboard(overviewPage(model)) },
        ...model.services.map(service => ({ file: `service-${service.name}.json`, dashboard: dashboard(servicePage(model, service)) })),
    ];
}
