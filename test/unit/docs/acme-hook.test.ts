import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";

const hook = "examples/acme-hook.sh";
const stackFile = "config:\n  evenkeel:site: { name: shop } # ours\n  evenkeel:tls:\n    mode: provided\n    certificate: the one before\n";
const chain = "-----BEGIN CERTIFICATE-----\nleaf\n-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\nauthority\n-----END CERTIFICATE-----\n";
/** Says what it was asked for, and what it was given. */
const npm = '#!/bin/sh\necho "$@" >>"$CALLS"\ncase "$3" in set-secret) cat >>"$CALLS" ;; esac\n';

describe("the hook for ACME clients", () => {
    let folder: string;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "evenkeel-acme-"));
        ["examples", "renewed", "bin"].forEach(name => mkdirSync(join(folder, name)));
        copyFileSync(hook, join(folder, hook));
        symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
        writeFileSync(join(folder, "Pulumi.shop.yaml"), stackFile);
        writeFileSync(join(folder, "renewed/fullchain.pem"), chain);
        writeFileSync(join(folder, "renewed/privkey.pem"), "the key\n");
        writeFileSync(join(folder, "bin/npm"), npm, { mode: 0o755 });
    });

    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    function run(...stack: string[]): number | null {
        const env = { ...process.env, PATH: [join(folder, "bin"), process.env["PATH"]].join(delimiter), CALLS: join(folder, "calls"), RENEWED_LINEAGE: join(folder, "renewed") };
        return spawnSync("sh", [join(folder, hook), ...stack], { cwd: tmpdir(), env }).status;
    }

    it("puts both into the stack file, whose other lines stay, and deploys it", () => {
        expect(run("shop")).toBe(0);
        const after = readFileSync(join(folder, "Pulumi.shop.yaml"), "utf8");
        expect(parse(after)).toMatchObject({ config: { "evenkeel:tls": { mode: "provided", certificate: chain } } });
        expect(after).toContain("evenkeel:site: { name: shop } # ours\n");
        expect(readFileSync(join(folder, "calls"), "utf8")).toBe("run -s set-secret -- shop --tls.key\nthe key\nrun -s up -- shop\n");
    });

    it("touches nothing without a stack", () => {
        expect(run()).not.toBe(0);
        expect(readFileSync(join(folder, "Pulumi.shop.yaml"), "utf8")).toBe(stackFile);
    });
});
