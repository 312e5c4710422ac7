import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ThrowawayHost, whyNoThrowawayHost } from "../throwaway-host";
import { FreshClone, isEndless } from "./fresh-clone";
import { commandsOn, fill, quoted, walk, type Words } from "./ground";

const reason = whyNoThrowawayHost();
/** Of the service, on the node itself. */
const instances = ["127.0.0.1:9001", "127.0.0.1:9002", "127.0.0.1:9003"] as const;

describe.skipIf(reason !== undefined)(`in a fresh clone, with a host${reason === undefined ? "" : ` (${reason})`}`, () => {
    const clone = new FreshClone({ PULUMI_CONFIG_PASSPHRASE: "a passphrase for tests" });
    let host: ThrowawayHost;
    let words: Words = {};

    beforeAll(async () => {
        host = await ThrowawayHost.start("systemd");
        instances.forEach(instance => host.run(serve(instance)));
        clone.write("key", host.privateKey);
        const [ONE, TWO, THREE] = instances;
        const instance = { INSTANCE: "127.0.0.1", PORT: "9001", PATH: "healthz" };
        words = { ...instance, ONE, TWO, THREE, NODE: host.address, ADDRESS: host.address, HOSTKEY: host.hostKey, NAME: "first", "~/.ssh/id_ed25519": "key", "~/first-passphrase": "passphrase", RELEASE: "$(basename $(readlink -f /opt/first/current))" };
    });

    afterAll(async () => {
        await host.stop();
        clone.remove();
    });

    /** Runs a command on the node, as root. */
    function onNode(command: string): { readonly status: number; readonly output: string } {
        const script = `${isEndless(command) ? "timeout 3 " : ""}bash -c 'exec 2>&1; eval "$(cat)"'; echo "status $?"`;
        const output = host.run(script, command);
        return { status: Number(/status (\d+)\s*$/.exec(output)?.[1]), output };
    }

    it("works as the five-minute start says", async () => {
        await walk(clone, "host", text => fill(text, words));
    });

    it.each([1, 2, 3].flatMap(phase => commandsOn("host", phase)))("$where: $command", ({ command, exits }) => {
        const { status, output } = onNode(fill(command, words));
        expect(exits, quoted(output)).toContain(status);
    });
});

/** Starts an instance that answers 200 on every path. */
function serve(instance: string): string {
    const [address = "", port = ""] = instance.split(":");
    const program = `require("node:http").createServer((_, answer) => answer.end("hello\\n")).listen(${port}, "${address}")`;
    return `setsid ${process.execPath} -e '${program}' >/dev/null 2>&1 </dev/null &`;
}
