import * as x509 from "@peculiar/x509";
import { isList, type Value, type ValueMap } from "../values";

const kinds = [
    ["dnsNames", "dns"],
    ["ipAddresses", "ip"],
    ["uris", "url"],
] as const;

/** The subject alternative names of a certificate or a request; undefined where there is none. */
export function alternativeNames(inputs: ValueMap): x509.SubjectAlternativeNameExtension | undefined {
    const names = kinds.flatMap(([property, type]) => textsOf(inputs[property]).map(value => ({ type, value })));
    return names.length === 0 ? undefined : new x509.SubjectAlternativeNameExtension(names);
}

export function textsOf(value: Value | undefined): string[] {
    return (isList(value) ? value : []).filter(item => typeof item === "string");
}
