import { utils } from "ssh2";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { remoteCommand } from "../../../tools/engine/providers/command-remote";
import { newKey } from "../../../tools/engine/providers/new-key";
import { openSshPrivateKey } from "../../../tools/engine/providers/openssh-key";
import { secret, type ValueMap } from "../../../tools/engine/values";
import { newSshKey } from "../../../tools/sandbox/keys";
import { startServer, type TestServer } from "./ssh-server";

let server: TestServer;
let logged: string[];

beforeAll(async () => {
    server = await startServer();
});

afterAll(async () => {
    await server.close();
});

beforeEach(() => {
    server.received.length = 0;
    server.answer = () => ({});
    logged = [];
});

function inputs(given: ValueMap = {}, connection: ValueMap = {}): ValueMap {
    const checked = remoteCommand.check({
        connection: { host: "127.0.0.1", port: server.port, user: "tester", privateKey: server.privateKey, hostKey: server.hostKey, dialErrorLimit: 0, ...connection },
        create: "create",
        ...given,
    });
    if ("problems" in checked) {
        throw new Error(checked.problems.join(" "));
    }
    return checked.inputs;
}

function create(given: ValueMap = {}, connection: ValueMap = {}): ReturnType<typeof remoteCommand.create> {
    return remoteCommand.create("name", inputs(given, connection), line => logged.push(line), false);
}

describe("a command on a host", () => {
    test("gets its input and gives its output, without the last line end", async () => {
        server.answer = ({ stdin }) => ({ stdout: `got ${stdin}\n\n`, stderr: "warned" });
        const { id, outputs } = await create({ stdin: secret("payload") });
        expect(id).toMatch(/^name[0-9a-f]{8}$/);
        expect(outputs).toMatchObject({ create: "create", stdout: "got payload\n", stderr: "warned" });
    });

    test("takes a large input whole", async () => {
        const stdin = "x".repeat(3_000_000);
        await create({ stdin });
        expect(server.received[0]?.stdin.length).toBe(stdin.length);
    });

    test("fails with its status and all it printed", async () => {
        server.answer = () => ({ stdout: "half\n", stderr: "bad\n", code: 4 });
        await expect(create()).rejects.toThrow(/^Process exited with status 4: running "create":\n(half\nbad|bad\nhalf)\n$/);
    });

    test("says what it prints as far as logging allows", async () => {
        server.answer = () => ({ stdout: "out\n", stderr: "err\n" });
        for (const logging of ["none", "stdout", "stderr"]) {
            await create({ logging });
        }
        expect(logged).toEqual(["out", "err"]);
        await create();
        expect(logged.slice(2).sort()).toEqual(["err", "out"]);
    });

    test("gets what it printed before in its environment, unless that is turned off", async () => {
        const existing = { name: "name", id: "1", inputs: inputs({ delete: "gone" }), outputs: { stdout: "before", stderr: "" } };
        await remoteCommand.update(existing, inputs({ update: "again" }), () => undefined);
        await remoteCommand.update(existing, inputs({ addPreviousOutputInEnv: false }), () => undefined);
        await remoteCommand.remove(existing, () => undefined);
        expect(server.received.map(({ command, environment }) => [command, environment])).toEqual([
            ["again", { PULUMI_COMMAND_STDOUT: "before" }],
            ["create", {}],
            ["gone", { PULUMI_COMMAND_STDOUT: "before" }],
        ]);
    });

    test("that has no text for an operation does not even connect", async () => {
        const before = server.connections();
        await remoteCommand.remove({ name: "name", id: "1", inputs: inputs(), outputs: {} }, () => undefined);
        expect(server.connections()).toBe(before);
    });
});

describe("a connection", () => {
    test("dials again as often as allowed, and says how often it did", async () => {
        await expect(create({}, { port: 1, dialErrorLimit: 2 })).rejects.toThrow("after 3 failed attempts: 127.0.0.1:1: connect ECONNREFUSED");
        expect(logged).toEqual([expect.stringMatching(/^Dial 1\/2 failed: retrying/), expect.stringMatching(/^Dial 2\/2 failed: retrying/)]);
    });

    test("refuses a host that shows another key", async () => {
        const other = newSshKey().public;
        await expect(create({}, { hostKey: other, dialErrorLimit: 5 })).rejects.toThrow("ssh: host key mismatch");
        expect(server.received).toEqual([]);
        expect(logged).toEqual([]);
    });

    test("refuses a host that has no key of the pinned one's type", async () => {
        const other = utils.generateKeyPairSync("ecdsa", { bits: 256 }).public.trim();
        await expect(create({}, { hostKey: other, dialErrorLimit: 5 })).rejects.toThrow("has no host key of the pinned one's type");
        expect(logged).toEqual([]);
    });

    test("refuses a host key that is none", async () => {
        await expect(create({}, { hostKey: "ssh-ed25519 nonsense" })).rejects.toThrow("failed to parse host key");
    });

    test("takes a key in PKCS #8 as well as in OpenSSH's own form", async () => {
        const privateKey = newKey.ed25519();
        const openssh = utils.parseKey(openSshPrivateKey(privateKey));
        expect(openssh).not.toBeInstanceOf(Error);
        const pkcs8 = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
        await expect(create({}, { privateKey: pkcs8 })).rejects.toThrow("does not let tester in");
    });

    test("says when the key can't be read", async () => {
        await expect(create({}, { privateKey: "nonsense" })).rejects.toThrow("the private key of the connection cannot be used");
    });
});

describe("inputs", () => {
    test("are completed with the provider's defaults, and the connection is secret", () => {
        const checked = inputs({}, { dialErrorLimit: null, user: null, port: null });
        expect(checked["connection"]).toEqual(
            secret({
                host: "127.0.0.1",
                hostKey: server.hostKey,
                privateKey: secret(server.privateKey),
                user: "root",
                port: 22,
                dialErrorLimit: 10,
                perDialTimeout: 15,
            }),
        );
    });

    const refused: [ValueMap, string][] = [
        [{ environment: { A: "b" } }, "environment needs the Pulumi CLI"],
        [{ logging: "all" }, "logging has to be one of"],
        [{ stdin: 1 }, "stdin has to be text."],
        [{ connection: {} }, "connection.host is missing."],
        [{ connection: { host: "h", proxy: { host: "p" } } }, "connection.proxy needs the Pulumi CLI"],
        [{ nonsense: 1 }, "nonsense is no input of a remote command."],
    ];
    test.each(refused)("%o are refused", (given, message) => {
        const checked = remoteCommand.check({ connection: { host: "h" }, ...given });
        expect("problems" in checked ? checked.problems : []).toEqual([expect.stringContaining(message)]);
    });

    const differences: [ValueMap, string][] = [
        [{ stdin: "y" }, "update"],
        [{ stdin: "x" }, "same"],
        [{ stdin: secret("x") }, "update"],
        [{ stdin: "x", triggers: [1] }, "replace"],
        [{ stdin: "x", update: "again" }, "update"],
    ];
    test.each(differences)("changed to %o", (given, kind) => {
        const existing = { name: "name", id: "1", inputs: inputs({ stdin: "x" }), outputs: {} };
        expect(remoteCommand.diff(existing, inputs(given)).kind).toBe(kind);
    });
});
