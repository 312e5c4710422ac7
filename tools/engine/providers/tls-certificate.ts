import { unknown, unwrapMap, Unknown, type ValueMap } from "../values";
import { text, type Difference, type Existing } from "./provider";
import { replaceOnly } from "./tls-difference";

/** What certificates of both kinds have in common. */
const updatable = ["earlyRenewalHours"];
const hour = 3_600_000;

/**
 * Every change but that of the renewal time makes a new certificate, and so does the renewal time itself once it has
 * come.
 */
export function certificateDifference(existing: Existing, inputs: ValueMap, defaults: ValueMap): Difference {
    const difference = replaceOnly({ ...defaults, ...existing.inputs }, { ...defaults, ...inputs }, updatable);
    if (difference.kind === "replace" || !isDue(existing, inputs)) {
        return difference;
    }
    const due = { path: ["readyForRenewal"], kind: "update", before: false, after: true, secret: false } as const;
    const changes = difference.kind === "update" ? difference.changes : [];
    return { kind: "replace", changes: [...changes, due], because: [due.path] };
}

function isDue({ outputs }: Existing, inputs: ValueMap): boolean {
    const { earlyRenewalHours } = unwrapMap(inputs);
    const end = Date.parse(text(outputs["validityEndTime"]));
    return !(earlyRenewalHours instanceof Unknown) && Date.now() >= end - Number(earlyRenewalHours ?? 0) * hour;
}

/** Whether the certificate is due from its first moment on. */
export function isBornDue(inputs: ValueMap): boolean {
    const { validityPeriodHours, earlyRenewalHours } = unwrapMap(inputs);
    return Number(earlyRenewalHours ?? 0) >= Number(validityPeriodHours);
}

/** A preview's outputs: what is there already, and what only a creation will tell. */
export function planned(inputs: ValueMap, existing: Existing | undefined, defaults: ValueMap, computed: readonly string[]): ValueMap {
    const later = existing === undefined ? Object.fromEntries(computed.map(name => [name, unknown])) : existing.outputs;
    return { ...later, ...defaults, ...inputs };
}
