import type { JsonName } from "@peculiar/x509";
import { isList, isMap, type Value } from "../values";
import { text } from "./provider";

/** Each property of `subject` and its attribute, in the order in which Go's x509 writes them. */
const attributes: readonly (readonly [string, string])[] = [
    ["country", "C"],
    ["organization", "O"],
    ["organizationalUnit", "OU"],
    ["locality", "L"],
    ["province", "ST"],
    ["streetAddresses", "2.5.4.9"],
    ["postalCode", "2.5.4.17"],
    ["commonName", "CN"],
    ["serialNumber", "2.5.4.5"],
    ["emailAddress", "1.2.840.113549.1.9.1"],
];

/** A distinguished name from the `subject` of a certificate or a request; undefined where it says nothing. */
export function distinguishedName(subject: Value | undefined): JsonName | undefined {
    if (!isMap(subject)) {
        return undefined;
    }
    const name = attributes.flatMap(([property, attribute]) => {
        const given = subject[property];
        const values = (isList(given) ? given : [given ?? null]).map(text).filter(value => value !== "");
        return values.length === 0 ? [] : [{ [attribute]: values }];
    });
    return name.length === 0 ? undefined : name;
}
