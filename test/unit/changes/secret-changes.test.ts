import { describe, expect, test } from "vitest";
import { printsOf } from "../../../components/config/secret-prints";
import { secretChanges, type SecretPrints } from "../../../tools/changes/secret-changes";

const ofService = "services.web-ui.secrets.API_KEY";

function told(before: SecretPrints, after: SecretPrints): string[] {
    return secretChanges(before, after).map(({ text }) => text);
}

describe("a secret that is another one is told with what it means", () => {
    test.each([
        [ofService, "the instances of its service are replaced"],
        ["host.privateKey", "it is the key to log in to the nodes with, and touches no instance"],
        ["tls.key", "the proxy has it with the certificate"],
    ])("%s", (setting, meaning) => {
        expect(told({ [setting]: "a" }, { [setting]: "b" })).toEqual([`the secret ${setting} is set anew: ${meaning}`]);
        expect(told({ [setting]: "a" }, { [setting]: "a" })).toEqual([]);
    });
});

test("of those that come and go, the ones that nothing else tells of", () => {
    expect(told({}, { "host.privateKey": "a" })).toEqual(["the secret host.privateKey is added: it is the key to log in to the nodes with, and touches no instance"]);
    expect(told({ "tls.key": "a" }, {})).toEqual(["the secret tls.key is removed"]);
    expect(told({ [ofService]: "a" }, { "services.app.secrets.OTHER": "a" })).toEqual([]);
});

test("there is a print of every secret, the same for the same value in the same place", () => {
    const secrets = { "host.privateKey": "value", "tls.key": "value", [ofService]: "value" };
    const prints = printsOf(secrets);
    expect(Object.keys(prints)).toEqual(Object.keys(secrets));
    expect(new Set(Object.values(prints)).size).toBe(3);
    expect(printsOf(secrets)).toEqual(prints);
    expect(JSON.stringify(prints)).not.toContain("value");
});
