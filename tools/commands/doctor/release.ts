import { missing, ok, type Finding } from "./finding";

/**
 * Whether what a proxy serves is what was deployed last.
 *
 * @param served as it says itself; undefined or empty: it says nothing.
 */
export function judgeRelease(served: string | undefined, deployed: string, fix: string): Finding {
    return served === deployed
        ? ok(`serves what was deployed last (${deployed.slice(0, 12)})`, "running")
        : missing(`serves ${nameOf(served)}, but ${deployed.slice(0, 12)} was deployed last`, fix, "running");
}

function nameOf(served: string | undefined): string {
    return served === undefined || served === "" ? "nothing" : served.slice(0, 12);
}
