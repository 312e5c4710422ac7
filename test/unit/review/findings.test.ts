import { describe, expect, test } from "vitest";
import { readStackFile } from "../../../components/config/stack-file";
import { validate, type RawConfig } from "../../../components/config/validate";
import { findingsOn, type Finding } from "../../../tools/review/findings";
import { replaced, shipped } from "./repository";

const app = shipped("examples/healthai-docker.yaml");
const withoutHsts = replaced(app, /^( *)hsts: on/m, "$1hsts: off");
const withFewConnections = replaced(app, /^( *)instances: 3\n/m, "$1instances: 3\n$1keepalive: 2\n");

function rawOf(text: string): RawConfig {
    const read = readStackFile(text);
    expect(read).toHaveProperty("raw");
    return "raw" in read ? read.raw : {};
}

async function found(now: string, before?: string): Promise<readonly Finding[]> {
    const raw = rawOf(now);
    const result = validate(raw);
    expect(result).toHaveProperty("model");
    return "model" in result ? findingsOn({ name: "healthai", raw, model: result.model }, before === undefined ? undefined : rawOf(before)) : [];
}

describe("what stands against a stack", () => {
    test("is nothing where there is nothing", async () => {
        expect(await found(app, app)).toEqual([]);
    });

    test("is a policy that it breaks, with its page", async () => {
        expect(await found(withoutHsts)).toMatchObject([{ stops: true, asBefore: false, policy: { name: "hsts", page: "docs/policies/hsts.md" } }]);
    });

    test("is what the proxy can't make use of", async () => {
        const [first] = await found(withFewConnections);
        expect(first).toMatchObject({ stops: false, asBefore: false, where: "services.app.keepalive", policy: null, found: "2, with up to 4 instances" });
    });

    test.each([
        ["was broken before", withoutHsts, true],
        ["was not broken before", app, false],
        ["was not there before", undefined, false],
    ])("is news or not: a policy that %s", async (_name, before, asBefore) => {
        expect((await found(withoutHsts, before)).map(finding => finding.asBefore)).toEqual([asBefore]);
    });
});
