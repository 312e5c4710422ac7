import type { Container, Probe } from "../deployed/deployed";

/** Whether requests go to it. */
export function serves({ role }: Container): boolean {
    return role === "instance" || role === "proxy";
}

/** Seconds of bad answers until a probe has had enough. */
export function patience({ interval, fall }: Pick<Probe, "interval" | "fall">): number {
    return interval * fall;
}
