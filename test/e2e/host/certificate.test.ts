import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { connect } from "node:tls";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { chainFingerprint } from "../../../components/targets/certificate-files";
import { makePair, type Pair } from "../../certificates";
import { Backend, freePort } from "./backend";
import { PrefixHost } from "./prefix-host";
import type { TestSite } from "./site";

let backend: Backend;
let host: PrefixHost;
let https: number;
let site: TestSite;
let one: Pair;
let two: Pair;

beforeAll(async () => {
    backend = await Backend.start();
    [one, two] = await Promise.all([makePair({ names: ["one.test"] }), makePair({ names: ["two.test"] })]);
});

afterAll(async () => {
    await backend.stop();
});

beforeEach(async () => {
    host = await PrefixHost.create();
    https = await freePort();
    site = host.site({ api: [backend.address] }, { site: { https }, tls: { mode: "self-signed" } });
});

afterEach(async () => {
    await host.close();
});

function stored(): string[] {
    const folder = join(host.home, "certificates");
    return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/** The names of the certificate that clients see. */
function servedNames(): Promise<string | undefined> {
    return new Promise((resolve, reject) => {
        const socket = connect({ host: "127.0.0.1", port: https, rejectUnauthorized: false }, () => {
            resolve(socket.getPeerCertificate().subjectaltname);
            socket.destroy();
        }).on("error", reject);
    });
}

async function pushWith(pair: Pair): Promise<void> {
    expect(await host.storeCertificate(site, pair)).toMatchObject({ code: 0, stderr: "" });
    expect(await host.push(site, { certificate: pair })).toMatchObject({ code: 0, stderr: "" });
}

describe("a certificate", () => {
    test("is stored with its key readable to its owner alone, once", async () => {
        const fingerprint = chainFingerprint(one.certificate);
        expect(await host.storeCertificate(site, one)).toMatchObject({ code: 0, stderr: "", stdout: `certificate ${fingerprint} is stored\n` });
        const folder = join(host.home, "certificates", fingerprint);
        expect(readFileSync(join(folder, "site.key"), "utf8").trim()).toBe(one.key.trim());
        expect(statSync(join(folder, "site.key")).mode & 0o777).toBe(0o600);
        expect(statSync(join(folder, "site.crt")).mode & 0o777).toBe(0o644);
        expect(readFileSync(join(folder, "id.conf"), "utf8")).toBe(`default "${fingerprint}";\n`);
        expect((await host.storeCertificate(site, one)).stdout).toContain("is stored already: nothing to do");
    });

    test("is refused without its own key, and nothing of the key is said", async () => {
        const { code, stdout, stderr } = await host.storeCertificate(site, { certificate: one.certificate, key: two.key });
        expect(code).toBe(1);
        expect(stderr).toContain("the key does not belong to the certificate");
        expect(stdout + stderr).not.toContain(two.key.split("\n")[1]);
        expect(stored()).toEqual([]);
    });

    test("is part of what the running proxy says it is, and a new one goes live by itself", async () => {
        await pushWith(one);
        expect(await host.release()).toBe(`${site.rendered.release}.${chainFingerprint(one.certificate)}`);
        expect(await servedNames()).toBe("DNS:one.test");
        await pushWith(two);
        expect(await host.release()).toBe(`${site.rendered.release}.${chainFingerprint(two.certificate)}`);
        expect(await servedNames()).toBe("DNS:two.test");
    });

    test("stays as long as a release that is kept needs it", async () => {
        await pushWith(one);
        await pushWith(two);
        expect(stored()).toEqual([one, two].map(pair => chainFingerprint(pair.certificate)).sort());
        for (let change = 0; change < 5; change += 1) {
            site = host.site({ api: [backend.address] }, { site: { https, headers: { "X-Change": String(change) } }, tls: { mode: "self-signed" } });
            await pushWith(two);
        }
        expect(stored()).toEqual([chainFingerprint(two.certificate)]);
    });

    test("has to be there before the release that uses it", async () => {
        const { code, stderr } = await host.push(site, { certificate: one });
        expect(code).toBe(1);
        expect(stderr).toContain(`the certificate ${chainFingerprint(one.certificate)} is not on this host`);
        expect(host.daemons()).toEqual([]);
    });

    test("goes with the release, and by itself where no release ever went live", async () => {
        await pushWith(one);
        expect((await host.removeCertificates(site, one)).stdout).toContain("the live release still uses a certificate");
        expect(await host.remove(site)).toMatchObject({ code: 0, stderr: "" });
        expect(await host.removeCertificates(site, one)).toMatchObject({ code: 0, stderr: "" });
        expect(readdirSync(host.prefix)).toEqual([]);
        await host.storeCertificate(site, one);
        expect(await host.removeCertificates(site, one)).toMatchObject({ code: 0, stderr: "" });
        expect(existsSync(host.home)).toBe(false);
    });
});
