import { isIP } from "node:net";
import { isList, isMap, Unknown, unwrapMap, type Value, type ValueMap } from "../values";
import type { Checked } from "./provider";
import { isKnownUse } from "./tls-uses";

/** What a property has to be; undefined: it is fine. */
type Rule = (value: Value) => string | undefined;

const list = (of: (item: string) => boolean, what: string): Rule => value => (isList(value) && value.every(item => item instanceof Unknown || (typeof item === "string" && of(item))) ? undefined : `a list of ${what}`);
const hours: Rule = value => (typeof value === "number" && Number.isInteger(value) && value >= 0 ? undefined : "a whole number of hours, 0 or more");
const flag: Rule = value => (typeof value === "boolean" ? undefined : "true or false");
const pem: Rule = value => (typeof value === "string" && value.includes("-----BEGIN ") ? undefined : "text in PEM");

/** Every input of the certificate resources; which of them a resource takes is up to the SDK's types. */
const rules: Readonly<Record<string, Rule>> = {
    privateKeyPem: pem,
    caPrivateKeyPem: pem,
    caCertPem: pem,
    certRequestPem: pem,
    validityPeriodHours: hours,
    earlyRenewalHours: hours,
    allowedUses: list(isKnownUse, "uses such as server_auth, cert_signing"),
    dnsNames: list(() => true, "names"),
    ipAddresses: list(item => isIP(item) !== 0, "IP addresses"),
    uris: list(item => URL.canParse(item), "URIs"),
    isCaCertificate: flag,
    setSubjectKeyId: flag,
    setAuthorityKeyId: flag,
    maxPathLength: value => (typeof value === "number" && Number.isInteger(value) && value >= -1 ? undefined : "a whole number, -1 or more"),
    subject: value => (isMap(value) ? undefined : "a set of names such as commonName"),
};

/** Checks the inputs of a certificate resource; the result names every problem. */
export function checkInputs(inputs: ValueMap, required: readonly string[]): Checked {
    const plain = unwrapMap(inputs);
    const missing = required.filter(name => plain[name] === undefined).map(name => `${name} is missing.`);
    const wrong = Object.entries(plain).flatMap(([name, value]) => problemOf(name, value));
    const problems = [...missing, ...wrong];
    return problems.length > 0 ? { problems } : { inputs };
}

function problemOf(name: string, value: Value): string[] {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) {
        return [`${name} needs the Pulumi CLI: the embedded engine does not know this input.`];
    }
    const wanted = value instanceof Unknown ? undefined : rule(value);
    return wanted === undefined ? [] : [`${name} has to be ${wanted}.`];
}
