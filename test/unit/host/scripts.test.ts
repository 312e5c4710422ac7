import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bootstrap, releaseScripts } from "../../../components/targets/host/scripts";

const folder = join(__dirname, "../../../components/targets/host/scripts");
const all = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(path => path.endsWith(".sh")).sort();
const isInstalled = spawnSync("shellcheck", ["--version"]).status === 0;

describe("the scripts for a host", () => {
    test.skipIf(!isInstalled)("satisfy shellcheck (skipped where it is not installed)", () => {
        const entries = ["release.sh", "health_check.sh", "certificate.sh"].map(path => join(folder, path));
        expect(spawnSync("shellcheck", ["-x", ...entries], { encoding: "utf8" }).stdout).toBe("");
        expect(spawnSync("shellcheck", ["-s", "sh", join(folder, "bootstrap.sh")], { encoding: "utf8" }).stdout).toBe("");
    });

    test("are all sent, but for the two that travel on their own", () => {
        const sent = releaseScripts.map(({ path }) => path.replace(/^scripts\//, ""));
        expect([...sent, "bootstrap.sh", "certificate.sh"].sort()).toEqual(all);
    });

    test("are ones that a plain POSIX shell can read", () => {
        for (const path of all) {
            execFileSync("sh", ["-n", join(folder, path)]);
        }
        expect(all.length).toBeGreaterThan(20);
    });

    test("keep the command that is printed on failure short, and free of comments", () => {
        expect(bootstrap.length).toBeLessThan(1700);
        expect(bootstrap).not.toMatch(/^\s*#/m);
    });
});
