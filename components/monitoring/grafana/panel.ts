import type { Panel } from "@grafana/schema";
import type { Frame } from "./frame";

/** One line, or several, of a panel. */
export interface Query {
    readonly expression: string;
    /** `{{instance}}` prints a label. */
    readonly legend: string;
    /** Its last value alone, for tables and single figures. */
    readonly instant?: boolean;
}

/** What a panel shows; where it stands is the dashboard's. */
export interface Chart {
    readonly type: "timeseries" | "stat" | "state-timeline" | "table";
    readonly title: string;
    readonly description: string;
    readonly queries: readonly Query[];
    /** Grafana's name of it: `reqps`, `s`, `percentunit`. */
    readonly unit: string;
    readonly decimals?: number;
    /** From which value on it is drawn in which colour; the first applies below all others. */
    readonly thresholds?: readonly (readonly [colour: string, from: number])[];
    /** Text for single values. */
    readonly words?: Readonly<Record<string, { readonly text: string; readonly color: string }>>;
    readonly stacked?: boolean;
    /** Columns of 24. */
    readonly width: number;
}

export function panel(frame: Frame, chart: Chart, id: number, place: { readonly x: number; readonly y: number; readonly h: number }): Panel {
    return {
        id,
        type: chart.type,
        title: chart.title,
        description: chart.description,
        datasource: dataSource(frame),
        gridPos: { ...place, w: chart.width },
        targets: chart.queries.map((query, i) => target(frame, query, i)),
        fieldConfig: { defaults: defaults(chart), overrides: [] },
        options: options(chart),
    };
}

function dataSource(frame: Frame): NonNullable<Panel["datasource"]> {
    return { type: "prometheus", uid: frame.dataSource };
}

function target(frame: Frame, { expression, legend, instant = false }: Query, i: number): Record<string, unknown> {
    return {
        refId: String.fromCharCode("A".charCodeAt(0) + i),
        datasource: dataSource(frame),
        expr: expression,
        legendFormat: legend,
        range: !instant,
        instant,
        ...(frame.interval === null ? {} : { interval: frame.interval }),
        ...(instant ? { format: "table" } : {}),
    };
}

function defaults({ type, unit, decimals, thresholds, words, stacked }: Chart): NonNullable<Panel["fieldConfig"]>["defaults"] {
    return {
        unit,
        ...(decimals === undefined ? {} : { decimals }),
        min: 0,
        color: { mode: thresholds === undefined && words === undefined ? "palette-classic" : "thresholds" },
        ...(thresholds === undefined ? {} : { thresholds: { mode: "absolute", steps: thresholds.map(([color, value], i) => ({ color, value: i === 0 ? null : value })) } }),
        mappings: words === undefined ? [] : [{ type: "value", options: words }],
        custom: type === "timeseries" ? lines(stacked === true) : type === "state-timeline" ? { fillOpacity: 80, lineWidth: 0 } : {},
    } as NonNullable<Panel["fieldConfig"]>["defaults"];
}

function lines(stacked: boolean): Record<string, unknown> {
    return { lineWidth: 1, fillOpacity: stacked ? 30 : 10, showPoints: "never", spanNulls: false, stacking: { mode: stacked ? "normal" : "none", group: "A" } };
}

function options({ type }: Chart): Record<string, unknown> {
    switch (type) {
        case "timeseries":
            return { legend: { displayMode: "table", placement: "bottom", calcs: ["lastNotNull", "max"] }, tooltip: { mode: "multi", sort: "desc" } };
        case "stat":
            return { reduceOptions: { calcs: ["lastNotNull"], fields: "", values: false }, colorMode: "value", graphMode: "area", textMode: "auto" };
        case "state-timeline":
            return { mergeValues: true, showValue: "never", rowHeight: 0.8, legend: { displayMode: "list", placement: "bottom", showLegend: true } };
        case "table":
            return { showHeader: true, cellHeight: "sm" };
    }
}
