import semver from "semver";

/** First nginx version in which a directive, or the behaviour it stands for, can be relied on. */
const since = {
    /** Session ticket keys rotate by themselves when there is a shared session cache. */
    ticketRotation: "1.23.2",
    /** `http2 on` replaces the parameter of `listen`, which warns from here on. */
    http2Directive: "1.25.1",
    /** Idle client connections outlive a reload by this long, so that a request on its way is not lost. */
    keepaliveMinTimeout: "1.27.4",
} as const;

export type Feature = keyof typeof since;

/** Whether an nginx of this version, or any later one, has the feature. */
export function supports(version: string, feature: Feature): boolean {
    return semver.gte(semver.coerce(version) ?? "0.0.0", since[feature]);
}
