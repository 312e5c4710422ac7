import { X509Certificate } from "node:crypto";
import { expect, it } from "vitest";
import { certificateNames, covers } from "../../../components/tls/certificate-names";
import { makePair } from "../../certificates";

it("the names of a certificate are its host names and addresses, these in short", async () => {
    const { certificate } = await makePair({ names: ["shop.example.com", "*.api.example.com", "192.0.2.7", "2001:db8::7"] });
    expect(certificateNames(new X509Certificate(certificate))).toEqual(["shop.example.com", "*.api.example.com", "192.0.2.7", "2001:db8::7"]);
});

it.each([
    [undefined, []],
    ["URI:https://example.com/, DNS:a.example.com, email:a@example.com", ["a.example.com"]],
    // Node's own way of writing a name with a comma in it.
    ['DNS:"a.example.com, DNS:bank.example.com", DNS:b.example.com', ["b.example.com"]],
    ['DirName:"CN = \\"x\\", DNS:bank.example.com", DNS:b.example.com', ["b.example.com"]],
])("%s: no name is made of part of another", (subjectAltName, names) => {
    expect(certificateNames({ subjectAltName } as X509Certificate)).toEqual(names);
});

it.each([
    ["*.example.com", "api.example.com", true],
    ["*.EXAMPLE.com", "Api.example.com", true],
    ["*.example.com", "*.example.com", true],
    ["*.example.com", "example.com", false],
    ["*.example.com", "a.b.example.com", false],
    ["a*.example.com", "ab.example.com", false],
    ["api.example.com", "*.example.com", false],
    ["*.example.com", "*.a.example.com", false],
    ["2001:db8::1", "2001:0db8:0:0:0:0:0:1", true],
    ["10.0.0.1", "10.0.0.2", false],
    ["*.0.0.1", "10.0.0.1", false],
])("%s for %s: %s", (pattern, name, expected) => {
    expect(covers(pattern, name)).toBe(expected);
});
