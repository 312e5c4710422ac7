import type { Model } from "../../config/model";
import type { Printed } from "../printed";
import { quote, word } from "./quote";

const often = "buffer=64k flush=1s";

/** What is written to a pipe at once stays in one piece up to this size, whoever else writes to it. */
const piped = "buffer=4k flush=1s";

/** What `access_log` says, once for each log; nginx reads nothing beside an `off`. */
export function accessLogs(model: Model): readonly Printed[] {
    const logs = [...siteLog(model), ...(model.monitoring === null ? [] : [quote("log", `${metricsLogFile(model)} evenkeel_metrics ${often}`)])];
    return logs.length === 0 ? [word("off")] : logs;
}

/**
 * What the metrics are counted from. Apart from the site's own log, which has bytes of the clients' choosing in it: at one that
 * is not UTF-8 mtail stops reading for good.
 */
export function metricsLogFile({ name, paths }: Model): string {
    return `${paths.logs}/${name}.metrics.log`;
}

/** Where nginx says what went wrong. */
export function errorLog({ target, paths }: Model): Printed {
    return target.kind === "kubernetes" ? word("stderr") : quote("file", `${paths.logs}/error.log`);
}

function siteLog({ name, site, target, paths }: Model): readonly Printed[] {
    const [file, rhythm] = target.kind === "kubernetes" ? ["/dev/stdout", piped] : [`${paths.logs}/${name}.access.log`, often];
    switch (site.logging.access) {
        case "off":
            return [];
        case "json":
            return [quote("log", `${file} evenkeel ${rhythm}`)];
        case "combined":
            return [quote("log", `${file} combined ${rhythm}`)];
    }
}
