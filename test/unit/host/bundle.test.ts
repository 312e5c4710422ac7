import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { bundle, type BundleFile } from "../../../components/targets/bundle";
import { bootstrap } from "../../../components/targets/host/scripts";
import { processStat } from "../../../tools/engine/process-stat";

let work: string;

beforeEach(() => {
    work = mkdtempSync(join(tmpdir(), "evenkeel-bundle-"));
});

afterEach(() => {
    rmSync(work, { recursive: true, force: true });
});

/** Unpacks with the very command that runs on a host; the script in the bundle says what becomes of the tree. */
function unpack(text: string): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
    return spawnSync("sh", ["-c", bootstrap, "evenkeel", "scripts/run.sh", join(work, "kept")], {
        input: text,
        encoding: "utf8",
        env: { ...process.env, TMPDIR: work },
    });
}

const keep: BundleFile = { path: "scripts/run.sh", mode: "0755", content: '#!/bin/sh\ncp -a . "$1"\n' };

describe("a bundle", () => {
    test("reads as the files that are in it", () => {
        const text = bundle([{ path: "nginx/nginx.conf", mode: "0644", content: "user www-data;\n" }], [{ path: "nginx/on/a", target: "../off/a" }]);
        expect(text).toBe(
            "@@ 0644 nginx/nginx.conf\nuser www-data;\n@@ link nginx/on/a ../off/a\n" +
                "@@ end 44e80c3f5dbc2a601b09ec4c2045bb3fd0b780f73bf4a44e0f1c8ed7d009b311\n",
        );
    });

    test("arrives with its contents, modes and links", () => {
        const awkward = "# @@ 0644 not a separator\n\n\ttabs and  spaces \\n 'quotes' \"both\" $HOME `id` %s\n  @@ 0644 nor/this\n";
        const files: BundleFile[] = [keep, { path: "a/b/c.conf", mode: "0644", content: awkward }, { path: "a/key", mode: "0600", content: "x\n" }, { path: "a/empty", mode: "0644", content: "" }];
        expect(unpack(bundle(files, [{ path: "links/one", target: "../a/key" }]))).toMatchObject({ status: 0, stderr: "" });
        expect(readFileSync(join(work, "kept/a/b/c.conf"), "utf8")).toBe(awkward);
        expect(readFileSync(join(work, "kept/a/empty"), "utf8")).toBe("");
        expect(modeOf("a/b/c.conf")).toBe("644");
        expect(modeOf("a/key")).toBe("600");
        expect(modeOf("scripts/run.sh")).toBe("755");
        expect(readlinkSync(join(work, "kept/links/one"))).toBe("../a/key");
    });

    test("survives the trip whatever its lines are", () => {
        const line = fc.string({ unit: "grapheme" }).filter(text => !/[\r\n\0]/.test(text) && !text.startsWith("@@ "));
        fc.assert(
            fc.property(fc.array(line, { minLength: 1 }), lines => {
                const content = `${lines.join("\n")}\n`;
                rmSync(join(work, "kept"), { recursive: true, force: true });
                expect(unpack(bundle([keep, { path: "x/text", mode: "0644", content }]))).toMatchObject({ status: 0 });
                expect(readFileSync(join(work, "kept/x/text"), "utf8")).toBe(content);
            }),
            { numRuns: 15 },
        );
    });

    test("leaves nothing changed when it is cut anywhere", () => {
        const text = bundle([keep, { path: "x/text", mode: "0644", content: "one\ntwo\n" }]);
        for (const length of [0, 1, 20, text.indexOf("one"), text.indexOf("@@ end"), text.length - 20, text.length - 2]) {
            const { status, stderr } = unpack(text.slice(0, length));
            expect(status).toBe(1);
            expect(stderr).toContain("the connection was cut before everything had arrived: nothing was changed");
            expect(existsSync(join(work, "kept"))).toBe(false);
        }
    });

    test("leaves no folder of its own behind", () => {
        unpack(bundle([keep]));
        unpack("cut");
        expect(readdirSync(work)).toEqual(["kept"]);
    });

    test("takes away what pushes that were killed have left, though their numbers may be others' by now, and nothing of those under way", () => {
        const born = processStat(process.pid)?.born ?? "";
        const underWay = `evenkeel.${String(process.pid)}.${born}.Aa1234`;
        for (const folder of [underWay, `evenkeel.${String(process.pid)}.1${born}.Bb1234`, "evenkeel.99999999.1.Cc1234"]) {
            mkdirSync(join(work, folder, "tree"), { recursive: true });
        }
        unpack(bundle([keep]));
        expect(readdirSync(work).sort()).toEqual([underWay, "kept"]);
    });

    test("takes away what a push has left whose end its parent has not looked at yet", async () => {
        const parent = spawn("sh", ["-c", "sleep 0 & echo $!; exec sleep 30"], { stdio: ["ignore", "pipe", "inherit"] });
        const [line] = (await once(parent.stdout, "data")) as [Buffer];
        const pid = Number(String(line));
        await vi.waitFor(() => { expect(processStat(pid)?.state).toBe("Z"); }, 10_000);
        mkdirSync(join(work, `evenkeel.${String(pid)}.${processStat(pid)?.born ?? ""}.Aa1234`));
        unpack(bundle([keep]));
        parent.kill();
        expect(readdirSync(work)).toEqual(["kept"]);
    });

    test.each([
        ["a line that begins as a separator does", { path: "x/a", mode: "0644", content: "one\n@@ 0644 b\n" }],
        ["a carriage return", { path: "x/a", mode: "0644", content: "one\r\n" }],
        ["no line end", { path: "x/a", mode: "0644", content: "one" }],
        ["a path that a shell would take apart", { path: "x/a;b", mode: "0644", content: "" }],
        ["a path with a space", { path: "x/a b", mode: "0644", content: "" }],
        ["no folder", { path: "a", mode: "0644", content: "" }],
        ["an absolute path", { path: "/etc/passwd", mode: "0644", content: "" }],
    ] as const)("is not made of a file with %s", (_what, file) => {
        expect(() => bundle([file])).toThrow("cannot travel in a bundle");
    });
});

function modeOf(path: string): string {
    return (statSync(join(work, "kept", path)).mode & 0o777).toString(8);
}
