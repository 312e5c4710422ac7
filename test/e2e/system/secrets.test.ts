import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { sealSecret } from "../../../tools/commands/seal-secret";
import { makePair } from "../../certificates";
import { get } from "./client";
import { DevStack, whyNot } from "./dev-stack";

const reason = whyNot();

describe.skipIf(reason !== undefined)(`a provided private key${reason === undefined ? "" : ` (${reason})`}`, () => {
    const stack = new DevStack({ addresses: "127.0.9", http: 18580, https: 18943 });
    /** A line of the key that no other text has. */
    let marker = "";
    let key = "";

    beforeAll(async () => {
        vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "a passphrase for tests");
        const pair = await makePair({ names: ["127.0.0.1"] });
        key = pair.key;
        marker = key.split("\n")[1] ?? "";
        const certificate = pair.certificate.trim().split("\n").join("\n      ");
        stack.edit("mode: self-signed", `mode: provided\n    certificate: |\n      ${certificate}`);
        await seal(key);
    });

    afterAll(async () => {
        await stack.remove();
        vi.unstubAllEnvs();
    });

    async function seal(value: string): Promise<void> {
        writeFileSync(stack.file, await sealSecret(readFileSync(stack.file, "utf8"), "tls.key", value, "a passphrase for tests"));
    }

    it("is refused when it belongs to another certificate, without being shown", async () => {
        const other = await makePair({ names: ["127.0.0.1"] });
        await seal(other.key);
        const { status, output } = await stack.run("up");
        expect([status, output]).toEqual([expect.not.stringMatching(/^0$/), expect.stringContaining("a private key of another certificate")]);
        expect(output).not.toContain(other.key.split("\n")[1]);
        await seal(key);
    });

    it("serves the site, and is in no output, log, preview, rendered file or unencrypted state", async () => {
        expect(marker).toMatch(/^[A-Za-z0-9+/]{64}$/);
        const printed = [await stack.up()];
        expect((await get(`${stack.https}/api/health`)).status).toBe(200);
        stack.edit("127.0.91.1, 127.0.91.2", "127.0.91.1, 127.0.91.2, no-such-host.invalid");
        for (const [command, ...flags] of [["preview", "--diff"], ["up"], ["outputs"], ["doctor"]] as const) {
            printed.push((await stack.run(command, ...flags)).output);
        }
        expect(printed.filter(output => output.includes(marker))).toEqual([]);
        const holders = [...stack.files()].filter(([, content]) => content.includes(marker)).map(([file]) => file.replace(/[0-9a-f]{64}/, "ID"));
        expect(holders).toEqual([`${stack.home}/sandbox/prefix/opt/evenkeel/certificates/ID/site.key`]);
    });
});
