import { describe, expect, test } from "vitest";
import { newSalt, openSalt, WrongPassphrase } from "../../../tools/engine/secrets";

/** Written by the Pulumi CLI: `pulumi stack init` and `pulumi config set --secret`, with the passphrase "test". */
const cli = {
    passphrase: "test",
    salt: "v1:8fXUlRxoQCg=:v1:B4hG2teKWvULVbGl:Z8u0Bb67eneZRgG53FH1qbZGDj3aDg==",
    ciphertext: "v1:HoVvP6c02DON8GIt:Tt7MLIW1SnVpvkbPlRvDqd00UMk/Rs+J00r7hw==",
    plaintext: "MARKER-12345",
};

describe("the passphrase provider", () => {
    test("reads what the Pulumi CLI wrote", async () => {
        const crypter = await openSalt(cli.passphrase, cli.salt);
        expect(crypter.decrypt(cli.ciphertext)).toBe(cli.plaintext);
    });

    test("reads what it wrote itself, and writes nothing twice alike", async () => {
        const crypter = await newSalt("päss phrase");
        const text = "ünïcode\n".repeat(100);
        const [one, two] = [crypter.encrypt(text), crypter.encrypt(text)];
        expect(one).not.toBe(two);
        const reopened = await openSalt("päss phrase", crypter.salt);
        expect([one, two].map(ciphertext => reopened.decrypt(ciphertext))).toEqual([text, text]);
    });

    test("says so when the passphrase is another", async () => {
        const opening = openSalt("tset", cli.salt);
        await expect(opening).rejects.toThrow(WrongPassphrase);
        await expect(opening).rejects.toThrow("PULUMI_CONFIG_PASSPHRASE");
    });

    test.each(["", "v1:abc", "v2:8fXUlRxoQCg=:v1:a:b", "v1:8fXUlRxoQCg=:v1:a:b:c"])("refuses the malformed salt %o", async salt => {
        await expect(openSalt("test", salt)).rejects.toThrow("malformed");
    });

    test("notices a ciphertext that was changed", async () => {
        const crypter = await openSalt(cli.passphrase, cli.salt);
        expect(() => crypter.decrypt(cli.ciphertext.replace("Tt7M", "Tt7N"))).toThrow();
        expect(() => crypter.decrypt("v1:HoVvP6c02DON8GIt")).toThrow("malformed");
    });
});
