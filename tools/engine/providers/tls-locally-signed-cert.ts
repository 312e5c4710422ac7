import { unwrapMap, type ValueMap } from "../values";
import type { Created, Provider } from "./provider";
import { certificateDifference, isBornDue, planned } from "./tls-certificate";
import { checkInputs } from "./tls-checks";

const defaults = { earlyRenewalHours: 0, isCaCertificate: false, setSubjectKeyId: false, readyForRenewal: false };
const computed = ["id", "certPem", "caKeyAlgorithm", "validityStartTime", "validityEndTime"];

/** `tls:index/locallySignedCert:LocallySignedCert`: a request, signed by an authority that is in the state too. */
export const locallySignedCert: Provider = {
    effects: "none",
    openInputs: [],
    check: inputs => checkInputs(inputs, ["certRequestPem", "caPrivateKeyPem", "caCertPem", "validityPeriodHours", "allowedUses"]),
    diff: (existing, inputs) => certificateDifference(existing, inputs, defaults),
    plan: (inputs, existing) => planned(inputs, existing, defaults, computed),
    create: (_name, inputs) => create(inputs),
    update: (existing, inputs) => Promise.resolve({ ...existing.outputs, ...defaults, ...inputs }),
    remove: () => Promise.resolve(),
};

async function create(inputs: ValueMap): Promise<Created> {
    const { signRequest } = await import("./tls-signing");
    const { algorithm, ...issued } = await signRequest(unwrapMap(inputs));
    return { id: issued.id, outputs: { ...defaults, ...inputs, ...issued, caKeyAlgorithm: algorithm, readyForRenewal: isBornDue(inputs) } };
}
