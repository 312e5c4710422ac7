import { beforeAll, describe, expect, it } from "vitest";
import { checkPair } from "../../../components/tls/check";
import { makePair, type Pair } from "../../certificates";

const now = new Date();
const day = 24 * 60 * 60 * 1000;
let good: Pair;

beforeAll(async () => {
    good = await makePair({ names: ["shop.example.com", "*.api.example.com", "192.0.2.7"] });
});

function found(problems: readonly { path: string; found: string }[]): string[] {
    return problems.map(problem => `${problem.path}: ${problem.found}`);
}

describe("a provided certificate", () => {
    it("is accepted when it is valid, covers every host and the key is its own", () => {
        const hosts = ["shop.example.com", "v2.api.example.com", "*.api.example.com", "192.0.2.7"];
        expect(checkPair({ ...good, hosts, now })).toEqual([]);
    });

    it("is refused when it is no certificate", () => {
        expect(found(checkPair({ certificate: "hello", key: undefined, hosts: [], now }))).toEqual(["tls.certificate: text that is no X.509 certificate"]);
    });

    it("is refused once it has expired, and before it begins", async () => {
        const old = await makePair({ names: ["a.example"], from: new Date(now.getTime() - 3 * day), to: new Date(now.getTime() - 2 * day) });
        const early = await makePair({ names: ["a.example"], from: new Date(now.getTime() + day), to: new Date(now.getTime() + 2 * day) });
        expect(found(checkPair({ ...old, hosts: [], now }))).toEqual([expect.stringContaining("expired on")]);
        expect(found(checkPair({ ...early, hosts: [], now }))).toEqual([expect.stringContaining("valid from")]);
    });

    it("names every host that it does not cover", () => {
        const hosts = ["other.example.com", "*.example.com", "192.0.2.8", "shop.example.com"];
        const problems = checkPair({ ...good, hosts, now });
        expect(problems.map(problem => problem.fix)).toEqual([
            expect.stringContaining('"other.example.com"'),
            expect.stringContaining('"*.example.com"'),
            expect.stringContaining('"192.0.2.8"'),
        ]);
    });

    it("is refused with another certificate's key, or with none, and the key is never shown", async () => {
        const other = await makePair({ names: ["a.example"] });
        const wrong = checkPair({ certificate: good.certificate, key: other.key, hosts: [], now });
        const garbage = checkPair({ certificate: good.certificate, key: "MARKER", hosts: [], now });
        expect(found(wrong)).toEqual(["tls.key: a private key of another certificate"]);
        expect(found(garbage)).toEqual(["tls.key: a secret that is no private key"]);
        expect(JSON.stringify([wrong, garbage])).not.toMatch(/MARKER|BEGIN PRIVATE/);
    });
});
