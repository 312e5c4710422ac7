import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readStackConfig } from "../../../tools/engine/stack-config";

const salt = "v1:8fXUlRxoQCg=:v1:B4hG2teKWvULVbGl:Z8u0Bb67eneZRgG53FH1qbZGDj3aDg==";
const secure = "v1:HoVvP6c02DON8GIt:Tt7MLIW1SnVpvkbPlRvDqd00UMk/Rs+J00r7hw==";
let dir: string;

beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), "engine-config-"));
});

afterAll(() => {
    rmSync(dir, { recursive: true });
});

function file(content: string): string {
    const path = join(dir, "Pulumi.test.yaml");
    writeFileSync(path, content);
    return path;
}

test("a stack file's configuration reaches the program as the CLI hands it over", async () => {
    const path = file(`
encryptionsalt: ${salt}
config:
  evenkeel:target: host
  evenkeel:site: { http: 8080, hosts: [a, b] }
  evenkeel:whole: { secure: "${secure}" }
  evenkeel:host:
    nodes: [{ address: 10.0.0.1 }]
    privateKey: { secure: "${secure}" }
  short: true
`);
    expect(await readStackConfig(path, "evenkeel", "test")).toEqual({
        values: {
            "evenkeel:target": "host",
            "evenkeel:site": '{"http":8080,"hosts":["a","b"]}',
            "evenkeel:whole": "MARKER-12345",
            "evenkeel:host": '{"nodes":[{"address":"10.0.0.1"}],"privateKey":"MARKER-12345"}',
            "evenkeel:short": "true",
        },
        secretKeys: ["evenkeel:whole", "evenkeel:host"],
        secretValues: ["MARKER-12345", "MARKER-12345"],
        salt,
    });
});

test("a stack file without secrets needs no passphrase to be read", async () => {
    expect(await readStackConfig(file("config:\n  evenkeel:target: host\n"), "evenkeel", "")).toMatchObject({ secretKeys: [], salt: undefined });
});

test("an empty stack file is one without configuration", async () => {
    expect(await readStackConfig(file(""), "evenkeel", "")).toEqual({ values: {}, secretKeys: [], secretValues: [], salt: undefined });
});

test("secrets without a salt are told of", async () => {
    const path = file(`config:\n  evenkeel:key: { secure: "${secure}" }\n`);
    await expect(readStackConfig(path, "evenkeel", "test")).rejects.toThrow("no encryptionsalt");
});
