import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { stringify } from "yaml";
import { credentialsFor } from "../../../components/targets/kubernetes/api/credentials";
import { findAccess } from "../../../components/targets/kubernetes/api/kubeconfig";

const folder = mkdtempSync(join(tmpdir(), "evenkeel-kubeconfig-"));

function file(name: string, content: unknown): string {
    const path = join(folder, name);
    writeFileSync(path, typeof content === "string" ? content : stringify(content));
    return path;
}

/** A kubeconfig with one cluster, one user and a context of the same name. */
function config(name: string, server: string, user: object = { token: "t" }, more: object = {}): object {
    return {
        clusters: [{ name, cluster: { server } }],
        users: [{ name, user }],
        contexts: [{ name, context: { cluster: name, user: name } }],
        "current-context": name,
        ...more,
    };
}

function use(...files: string[]): void {
    vi.stubEnv("KUBECONFIG", files.join(delimiter));
}

describe("the kubeconfig", () => {
    beforeAll(() => {
        file("west", config("west", "https://west:6443/"));
        file("east", { ...config("east", "https://east:6443"), clusters: [{ name: "east", cluster: { server: "https://east:6443" } }, { name: "west", cluster: { server: "https://other" } }] });
    });

    afterEach(() => {
        vi.unstubAllEnvs();
    });

    afterAll(() => rmSync(folder, { recursive: true }));

    it("leads to the current context, or to the one that is named", async () => {
        use(join(folder, "west"), join(folder, "not-there"), join(folder, "east"));
        expect(await findAccess(null)).toMatchObject({ context: "west", cluster: { server: "https://west:6443" }, user: { token: "t" } });
        expect(await findAccess("east")).toMatchObject({ context: "east", cluster: { server: "https://east:6443" } });
    });

    it("is what is given in its place: paths, or the text itself", async () => {
        use(join(folder, "west"));
        expect(await findAccess(null, join(folder, "east"))).toMatchObject({ context: "east" });
        expect(await findAccess(null, [join(folder, "not-there"), join(folder, "east")].join(delimiter))).toMatchObject({ context: "east" });
        expect(await findAccess("north", JSON.stringify(config("north", "https://north")))).toMatchObject({ cluster: { server: "https://north" } });
        expect(await findAccess(null, stringify(config("north", "https://north")))).toMatchObject({ context: "north" });
        await expect(findAccess(null, join(folder, "nowhere"))).rejects.toThrow(`There is no kubeconfig: ${join(folder, "nowhere")} can't be found.`);
    });

    it("takes paths from its own folder", async () => {
        use(file("paths", config("paths", "https://x", { "client-certificate": "mine.crt", "client-key": "/keys/mine.key" }, { clusters: [{ name: "paths", cluster: { server: "https://x", "certificate-authority": "ca.crt" } }] })));
        expect(await findAccess(null)).toMatchObject({ cluster: { caFile: join(folder, "ca.crt") }, user: { certFile: join(folder, "mine.crt"), keyFile: "/keys/mine.key" } });
    });

    it.each<[string, () => string, string | null, string]>([
        ["no file", () => join(folder, "nowhere"), null, `There is no kubeconfig: ${join(folder, "nowhere")} can't be found. Set KUBECONFIG`],
        ["no such context", () => join(folder, "west"), "north", "The kubeconfig has no context north. It has: west. Check evenkeel:kubernetes context and KUBECONFIG."],
        ["no current context", () => file("none", { ...config("west", "https://west"), "current-context": "" }), null, "The kubeconfig has no current context. It has: west. Set evenkeel:kubernetes context"],
        ["an empty file", () => file("empty", ""), null, "The kubeconfig has no current context. It has none."],
        ["a cluster that is not described", () => file("half", { ...config("west", "https://west"), clusters: [] }), null, "The context west is for the cluster west, which the kubeconfig does not describe."],
        ["a folder", () => folder, null, `${folder} can't be read as a kubeconfig: EISDIR`],
        ["no YAML", () => file("broken", "{"), null, "broken can't be read as a kubeconfig: "],
    ])("says what is wrong: %s", async (_, path, context, words) => {
        use(path());
        await expect(findAccess(context)).rejects.toThrow(words);
    });
});

describe("credentials", () => {
    const access = { context: "c", cluster: { name: "c", server: "https://c", skipTLSVerify: false } };

    it.each<[string, object, object]>([
        ["a token", { token: "secret" }, { Authorization: "Bearer secret" }],
        ["a name and a password", { username: "me", password: "secret" }, { Authorization: `Basic ${Buffer.from("me:secret").toString("base64")}` }],
        ["a command", { exec: { command: "sh", args: ["-c", `echo '{"status":{"token":"made"}}'`] } }, { Authorization: "Bearer made" }],
        ["somebody else's name", { token: "secret", impersonateUser: "them" }, { Authorization: "Bearer secret", "Impersonate-User": "them" }],
        ["nothing", {}, {}],
    ])("are made of %s", async (_, user, headers) => {
        expect((await credentialsFor({ ...access, user: { name: "me", ...user } })).headers).toEqual(headers);
    });

    it("say why a command has none", async () => {
        await expect(credentialsFor({ ...access, user: { name: "me", exec: { command: "sh", args: ["-c", "echo log in first >&2; exit 1"] } } })).rejects.toThrow("log in first");
    });

    it("go through a proxy where the kubeconfig says so", async () => {
        const { agent, headers } = await credentialsFor({ ...access, cluster: { ...access.cluster, proxyUrl: "http://proxy:3128" }, user: { name: "me", token: "secret" } });
        expect([agent.constructor.name, headers]).toEqual(["HttpsProxyAgent", { Authorization: "Bearer secret" }]);
    });
});
