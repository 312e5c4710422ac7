import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { secret, unknown, Unknown, unwrapMap, type ValueMap } from "../values";
import { newKey } from "./new-key";
import { authorizedKey, isKnownToOpenSsh, md5Fingerprint, openSshPrivateKey, sha256Fingerprint } from "./openssh-key";
import { text, type Checked, type Provider } from "./provider";
import { replaceOnly } from "./tls-difference";

const curves: Readonly<Record<string, string>> = { P224: "secp224r1", P256: "prime256v1", P384: "secp384r1", P521: "secp521r1" };
const algorithms = ["RSA", "ECDSA", "ED25519"];
/** As terraform-provider-tls has them. */
const defaults = { ecdsaCurve: "P224", rsaBits: 2048 } as const;
const computed = [
    "id",
    "privateKeyOpenssh",
    "privateKeyPem",
    "privateKeyPemPkcs8",
    "publicKeyFingerprintMd5",
    "publicKeyFingerprintSha256",
    "publicKeyOpenssh",
    "publicKeyPem",
];

/** `tls:index/privateKey:PrivateKey`: a key that lives in the state alone. */
export const privateKey: Provider = {
    effects: "none",
    openInputs: [],
    check,
    diff: (existing, inputs) => replaceOnly({ ...defaults, ...existing.inputs }, { ...defaults, ...inputs }),
    plan: (inputs, existing) => existing?.outputs ?? { ...defaults, ...inputs, ...Object.fromEntries(computed.map(name => [name, unknown])) },
    create: (_name, inputs) => {
        const key = generate({ ...defaults, ...unwrapMap(inputs) });
        const id = idOf(key);
        return Promise.resolve({ id, outputs: { ...defaults, ...inputs, ...outputsOf(key), id } });
    },
    update: (existing, inputs) => Promise.resolve({ ...existing.outputs, ...inputs }),
    remove: () => Promise.resolve(),
};

function check(inputs: ValueMap): Checked {
    const { algorithm, ecdsaCurve, rsaBits } = unwrapMap(inputs);
    const problems: string[] = [];
    if (!(algorithm instanceof Unknown) && !algorithms.includes(text(algorithm))) {
        problems.push(`algorithm has to be one of ${algorithms.join(", ")}.`);
    }
    if (ecdsaCurve !== undefined && !(ecdsaCurve instanceof Unknown) && !Object.hasOwn(curves, text(ecdsaCurve))) {
        problems.push(`ecdsaCurve has to be one of ${Object.keys(curves).join(", ")}.`);
    }
    if (rsaBits !== undefined && !(rsaBits instanceof Unknown) && typeof rsaBits !== "number") {
        problems.push("rsaBits has to be a number.");
    }
    return problems.length > 0 ? { problems } : { inputs };
}

function generate({ algorithm, ecdsaCurve, rsaBits }: ValueMap): KeyObject {
    if (algorithm === "ECDSA") {
        return newKey.ecdsa(curves[text(ecdsaCurve)] ?? "");
    }
    if (algorithm === "ED25519") {
        return newKey.ed25519();
    }
    return newKey.rsa(Number(rsaBits));
}

function idOf(key: KeyObject): string {
    return createHash("sha1").update(createPublicKey(key).export({ type: "spki", format: "der" })).digest("hex");
}

function outputsOf(key: KeyObject): ValueMap {
    const ssh = isKnownToOpenSsh(key);
    const pkcs8 = key.export({ type: "pkcs8", format: "pem" }).toString();
    return {
        privateKeyPem: secret(classicPem(key) ?? pkcs8),
        privateKeyPemPkcs8: secret(pkcs8),
        privateKeyOpenssh: secret(ssh ? openSshPrivateKey(key) : ""),
        publicKeyPem: createPublicKey(key).export({ type: "spki", format: "pem" }).toString(),
        publicKeyOpenssh: ssh ? authorizedKey(key) : "",
        publicKeyFingerprintMd5: ssh ? md5Fingerprint(key) : "",
        publicKeyFingerprintSha256: ssh ? sha256Fingerprint(key) : "",
    };
}

const classicTypes: Readonly<Record<string, "sec1" | "pkcs1">> = { ec: "sec1", rsa: "pkcs1" };

/** The form with the algorithm's name in its frame; Ed25519 has none. */
function classicPem(key: KeyObject): string | undefined {
    const type = classicTypes[key.asymmetricKeyType ?? ""];
    return type === undefined ? undefined : key.export({ type, format: "pem" }).toString();
}
