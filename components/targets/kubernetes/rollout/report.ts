import type { Event } from "../api/objects";
import { lastEvents } from "./events";
import type { Finding, PendingClaim } from "./findings";
import { newPods, oldPods, readyAmong, type Snapshot } from "./snapshot";
import type { Trouble } from "./trouble";

/** Pods in the same trouble say the same. */
export const mostTold = 3;
const longestLine = 1000;

/** Troubles that are worth telling: one of each sort, at most `mostTold`. */
export function worthTelling(troubles: readonly Trouble[]): Trouble[] {
    const sort = (trouble: Trouble): string => `${trouble.kind} ${trouble.words.replaceAll(trouble.name, "")}`;
    return troubles.filter((trouble, index) => troubles.findIndex(other => sort(other) === sort(trouble)) === index).slice(0, mostTold);
}

/**
 * What a rollout that has failed says.
 *
 * @param name of the Deployment among its stack's.
 * @param words on the whole, after the name.
 * @param untold pods that are in trouble besides.
 */
export function report(name: string, words: string, findings: readonly Finding[], untold: number, snapshot: Snapshot): string {
    return [
        `evenkeel: ${name} ${words.replace(/\.$/, "")}.`,
        ...findings.flatMap(finding => tell(finding).map(cut)),
        ...(untold === 0 ? [] : [`  and ${String(untold)} more ${untold === 1 ? "pod is" : "pods are"} not ready`]),
        [whatServes(snapshot), ...whatToDo(findings)].join(" "),
    ].join("\n");
}

/** What the proxy's rollout says when its pods are ready, and nobody can reach them. */
export function withoutAddress(service: string, time: string, events: readonly Event[]): string {
    return [
        `evenkeel: the Service ${service} got no address from a load balancer within ${time}. The pods behind it are ready.`,
        ...lastEvents(events).map(event => cut(`  ${event}`)),
        "Install a load balancer controller in the cluster (your cloud's, or for example MetalLB), or set evenkeel:kubernetes expose type to NodePort or ClusterIP. Then run `npm run up` again.",
    ].join("\n");
}

function tell({ trouble, events, lines, claims }: Finding): string[] {
    return [
        `  ${trouble.name}: ${trouble.words}`,
        ...claims.flatMap(tellClaim),
        ...lastEvents(events, trouble.words).map(event => `    ${event}`),
        ...(lines.length === 0 ? [] : [`    last lines of ${trouble.container ?? ""}:`, ...lines.map(line => `      | ${line}`)]),
    ];
}

function tellClaim({ name, storageClass, events }: PendingClaim): string[] {
    const from = storageClass === undefined || storageClass === "" ? "there is no default storage class" : `of the storage class ${storageClass}`;
    return [`    the claim ${name} has no volume yet (${from})`, ...lastEvents(events).slice(-1).map(event => `      ${event}`)];
}

function whatServes(snapshot: Snapshot): string {
    const [old, fresh] = [readyAmong(oldPods(snapshot)), readyAmong(newPods(snapshot))];
    if (old === 0) {
        return fresh === 0 ? "No pod of it serves." : `${counted(fresh)} of it ${fresh === 1 ? "serves" : "serve"}.`;
    }
    return `${counted(old)} of the version before${fresh === 0 ? "" : ` and ${String(fresh)} of the new one`} ${old + fresh === 1 ? "goes" : "go"} on serving.`;
}

function counted(pods: number): string {
    return pods === 1 ? "1 pod" : `${String(pods)} pods`;
}

function whatToDo([first]: readonly Finding[]): string[] {
    return first === undefined ? ["Run `npm run up` again."] : [adviceOn(first), "Then run `npm run up` again."];
}

function adviceOn({ trouble: { kind, name, words, container }, claims }: Finding): string {
    switch (kind) {
        case "image":
            return "Check the image's name and tag, that it has been pushed, and evenkeel:kubernetes pullSecrets.";
        case "config":
            return "Make what is missing, or name another one in the stack file.";
        case "crash":
            return words.includes("OOMKilled") ? "Raise resources memory in the stack file." : "Mend what ends the container.";
        case "unschedulable":
            return claims.length > 0 ? "Check volumes storageClass and accessMode in the stack file, and the cluster's storage." : "Add nodes, or ask for less: resources or replicas in the stack file.";
        case "refused":
            return words.includes("quota") ? "Raise the namespace's quota, or ask for less." : "Change what the cluster refuses, or have its rules changed.";
        case "unready":
            return container === undefined ? `See more with: kubectl describe pod ${name}` : "Mend what the probe finds, or set another path or startPeriod in the stack file.";
        case "starting":
            return "See to what it waits for, or raise evenkeel:kubernetes updateTimeout.";
    }
}

function cut(line: string): string {
    return line.length > longestLine ? `${line.slice(0, longestLine)} ...` : line;
}
