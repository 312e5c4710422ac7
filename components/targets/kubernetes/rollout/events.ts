import type { Event } from "../api/objects";
import { oneLine } from "./trouble";

const most = 3;

/** Of an event's message: the cause comes last, and what it was for stands in the trouble's own words. */
const causeLength = 60;

/** The last few different ones, oldest first, without what has been said. */
export function lastEvents(events: readonly Event[], said = ""): string[] {
    const told = [...events]
        .sort((a, b) => time(a).localeCompare(time(b)))
        .map(({ reason = "", message, series, count }) => ({ reason, message: oneLine(message).replace(/^Error: /, ""), times: series?.count ?? count ?? 1 }))
        .filter(({ reason, message }) => !saysNothing.test(`${reason}: ${message}`) && !said.includes(message.slice(-causeLength)));
    const different = told.filter(({ message }, index) => told.findLastIndex(other => other.message === message) === index);
    return different.slice(-most).map(({ reason, message, times }) => `${reason}: ${message}${times > 1 ? ` (${String(times)} times)` : ""}`);
}

/** That a container is tried again later, and bare names of reasons. */
const saysNothing = /^(BackOff: |Failed: \w+$)/;

function time({ series, lastTimestamp, eventTime }: Event): string {
    return series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? "";
}
