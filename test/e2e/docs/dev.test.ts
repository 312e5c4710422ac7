import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { whyNot } from "../system/dev-stack";
import { FreshClone } from "./fresh-clone";
import { commandsOn, fill, quoted, walk, type Words } from "./ground";

const reason = whyNot();
/** The dev stack on ports and addresses of the test's own. */
const elsewhere = { "127.0.3": "127.0.6", 8080: "18280", 8443: "18643" } as const;
const words: Words = { HOST: "127.0.0.1:18643", "HOST:443": "127.0.0.1:18643", SITE: "127.0.0.1:18643", "SITE:443": "127.0.0.1:18643", STACK: "dev", FILE: "Pulumi.dev.yaml", DIR: "rendered", COMMIT: "HEAD" };

describe.skipIf(reason !== undefined)(`in a fresh clone, on this machine${reason === undefined ? "" : ` (${reason})`}`, () => {
    const clone = new FreshClone({ PULUMI_CONFIG_PASSPHRASE: "a passphrase for tests" });

    beforeAll(async () => {
        clone.write("Pulumi.dev.yaml", moved(clone.read("Pulumi.dev.yaml")));
        await clone.run("git commit --quiet --all --message 'Ports of our own'");
    });

    afterAll(async () => {
        await clone.run("npm run down");
        clone.remove();
    });

    it("works as the five-minute start says", async () => {
        await walk(clone, "dev", moved);
    });

    it("has an edit to take back", async () => {
        clone.edit("Pulumi.dev.yaml", "failTimeout: 10s", "failTimeout: 5s");
        const { status, output } = await clone.run("git commit --quiet --all --message 'Left out for a shorter time'");
        expect(status, quoted(output)).toBe(0);
    });

    it.each([...commandsOn("dev"), ...commandsOn("dev", 3)])("$where: $command", async ({ command, exits }) => {
        const { status, output } = await clone.run(moved(fill(command, words)));
        expect(exits, quoted(output)).toContain(status);
    });
});

function moved(text: string): string {
    return Object.entries(elsewhere).reduce((moving, [from, to]) => moving.replaceAll(from, to), text);
}
