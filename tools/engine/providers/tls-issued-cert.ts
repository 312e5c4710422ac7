import { unwrapMap, type ValueMap } from "../values";
import type { Created, Provider } from "./provider";
import { certificateDifference, isBornDue, planned } from "./tls-certificate";
import { checkInputs } from "./tls-checks";
import type { Signed } from "./tls-signing";

/** What tells one kind of certificate from the other. */
export interface CertificateKind {
    readonly required: readonly string[];
    readonly defaults: ValueMap;
    /** The output that names the algorithm of the key that signs. */
    readonly algorithmOutput: string;
    sign(inputs: ValueMap): Promise<Signed>;
}

/** The provider of a kind of certificate. */
export function issuedCertificate({ required, defaults, algorithmOutput, sign }: CertificateKind): Provider {
    const computed = ["id", "certPem", algorithmOutput, "validityStartTime", "validityEndTime"];
    const create = async (inputs: ValueMap): Promise<Created> => {
        const { algorithm, ...issued } = await sign(unwrapMap(inputs));
        return { id: issued.id, outputs: { ...defaults, ...inputs, ...issued, [algorithmOutput]: algorithm, readyForRenewal: isBornDue(inputs) } };
    };
    return {
        effects: "none",
        openInputs: [],
        check: inputs => checkInputs(inputs, required),
        diff: (existing, inputs) => certificateDifference(existing, inputs, defaults),
        plan: (inputs, existing) => planned(inputs, existing, defaults, computed),
        create: (_name, inputs) => create(inputs),
        update: (existing, inputs) => Promise.resolve({ ...existing.outputs, ...defaults, ...inputs }),
        remove: () => Promise.resolve(),
    };
}
