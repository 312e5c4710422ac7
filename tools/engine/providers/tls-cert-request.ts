import { unwrapMap, type ValueMap } from "../values";
import type { Created, Provider } from "./provider";
import { planned } from "./tls-certificate";
import { checkInputs } from "./tls-checks";
import { replaceOnly } from "./tls-difference";

const computed = ["id", "certRequestPem", "keyAlgorithm"];

/** `tls:index/certRequest:CertRequest`. */
export const certRequest: Provider = {
    effects: "none",
    openInputs: [],
    check: inputs => checkInputs(inputs, ["privateKeyPem"]),
    diff: (existing, inputs) => replaceOnly(existing.inputs, inputs),
    plan: (inputs, existing) => planned(inputs, existing, {}, computed),
    create: (_name, inputs) => create(inputs),
    update: (existing, inputs) => Promise.resolve({ ...existing.outputs, ...inputs }),
    remove: () => Promise.resolve(),
};

async function create(inputs: ValueMap): Promise<Created> {
    const { makeRequest } = await import("./tls-signing");
    const requested = await makeRequest(unwrapMap(inputs));
    return { id: requested.id, outputs: { ...inputs, ...requested } };
}
