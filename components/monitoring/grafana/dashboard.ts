import type { Dashboard, Panel, RowPanel } from "@grafana/schema";
import type { Frame } from "./frame";
import { panel, type Chart } from "./panel";

/** What stands below one heading: charts from left to right, in as many lines as they need. */
export interface Section {
    readonly title: string;
    /** Of each chart, in Grafana's units of 30 pixels and a gap. */
    readonly height: number;
    readonly charts: readonly Chart[];
}

export interface Page {
    readonly id: string;
    readonly title: string;
    readonly description: string;
    readonly sections: readonly Section[];
}

/** As Grafana 10 and later read it. */
const schemaVersion = 39;
const columns = 24;

export function dashboard({ id, title, description, sections }: Page, frame: Frame): Dashboard {
    return {
        uid: frame.idOf(id),
        title: frame.titlePrefix + title,
        description,
        tags: [...frame.tags],
        schemaVersion,
        version: 1,
        editable: false,
        graphTooltip: 1,
        refresh: "30s",
        time: { from: "now-1h", to: "now" },
        timezone: "browser",
        annotations: { list: [] },
        templating: { list: [...frame.variables] },
        links: [{ type: "dashboards", tags: [...frame.tags], title: "All pages", asDropdown: true, icon: "external link", includeVars: false, keepTime: true, targetBlank: false, tooltip: "", url: "" }],
        panels: placed(sections, frame),
    };
}

function placed(sections: readonly Section[], frame: Frame): (Panel | RowPanel)[] {
    const panels: (Panel | RowPanel)[] = [];
    let y = 0;
    for (const { title, height, charts } of sections) {
        panels.push({ id: panels.length + 1, type: "row", title, collapsed: false, gridPos: { x: 0, y, w: columns, h: 1 }, panels: [] });
        y += 1;
        let x = 0;
        for (const chart of charts) {
            if (x + chart.width > columns) {
                x = 0;
                y += height;
            }
            panels.push(panel(frame, chart, panels.length + 1, { x, y, h: height }));
            x += chart.width;
        }
        y += height;
    }
    return panels;
}
