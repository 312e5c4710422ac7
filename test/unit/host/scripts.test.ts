import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bootstrap, releaseScripts } from "../../../components/targets/host/scripts";

const targets = join(__dirname, "../../../components/targets");
const folders = [join(targets, "host/scripts"), join(targets, "scripts")];
const all = folders.flatMap(folder => readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(path => path.endsWith(".sh")).map(path => ({ folder, path })));
const isInstalled = spawnSync("shellcheck", ["--version"]).status === 0;

describe("the scripts for a host", () => {
    test.skipIf(!isInstalled)("satisfy shellcheck (skipped where it is not installed)", () => {
        const entries = ["host/scripts/release.sh", "scripts/health_check.sh", "scripts/certificate.sh"].map(path => join(targets, path));
        expect(spawnSync("shellcheck", ["-x", ...entries], { encoding: "utf8" }).stdout).toBe("");
        expect(spawnSync("shellcheck", ["-s", "sh", join(targets, "scripts/bootstrap.sh")], { encoding: "utf8" }).stdout).toBe("");
    });

    test("are all sent, but for the two that travel on their own", () => {
        const sent = releaseScripts.map(({ path }) => path.replace(/^scripts\//, ""));
        expect([...sent, "bootstrap.sh", "certificate.sh"].sort()).toEqual(all.map(({ path }) => path).sort());
    });

    test("are ones that a plain POSIX shell can read", () => {
        for (const { folder, path } of all) {
            execFileSync("sh", ["-n", join(folder, path)]);
        }
        expect(all.length).toBeGreaterThan(20);
    });

    test("keep the command that is printed on failure short, and free of comments", () => {
        expect(bootstrap.length).toBeLessThan(1700);
        expect(bootstrap).not.toMatch(/^\s*#/m);
    });

    test("wait for no process that has ended, though its parent has not looked at it yet", async () => {
        const parent = spawn("sh", ["-c", "sleep 0 & echo $!; exec sleep 30"], { stdio: ["ignore", "pipe", "inherit"] });
        const [child] = (await once(parent.stdout, "data")) as [Buffer];
        const script = `. ${join(targets, "host/scripts/release/nginx.sh")}; wait_for_end "$1" 2 && echo ended; wait_for_end "$2" 0 || echo lives`;
        const { stdout } = spawnSync("sh", ["-c", script, "sh", child.toString().trim(), String(parent.pid)], { encoding: "utf8" });
        parent.kill();
        expect(stdout).toBe("ended\nlives\n");
    });
});
