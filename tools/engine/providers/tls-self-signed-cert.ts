import { unwrapMap, type ValueMap } from "../values";
import type { Created, Provider } from "./provider";
import { certificateDifference, isBornDue, planned } from "./tls-certificate";
import { checkInputs } from "./tls-checks";

const defaults = { earlyRenewalHours: 0, isCaCertificate: false, setSubjectKeyId: false, setAuthorityKeyId: false, readyForRenewal: false };
const computed = ["id", "certPem", "keyAlgorithm", "validityStartTime", "validityEndTime"];

/** `tls:index/selfSignedCert:SelfSignedCert`. */
export const selfSignedCert: Provider = {
    effects: "none",
    openInputs: [],
    check: inputs => checkInputs(inputs, ["privateKeyPem", "validityPeriodHours", "allowedUses"]),
    diff: (existing, inputs) => certificateDifference(existing, inputs, defaults),
    plan: (inputs, existing) => planned(inputs, existing, defaults, computed),
    create: (_name, inputs) => create(inputs),
    update: (existing, inputs) => Promise.resolve({ ...existing.outputs, ...defaults, ...inputs }),
    remove: () => Promise.resolve(),
};

async function create(inputs: ValueMap): Promise<Created> {
    const { selfSign } = await import("./tls-signing");
    const { algorithm, ...issued } = await selfSign(unwrapMap(inputs));
    return { id: issued.id, outputs: { ...defaults, ...inputs, ...issued, keyAlgorithm: algorithm, readyForRenewal: isBornDue(inputs) } };
}
