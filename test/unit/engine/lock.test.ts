import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Locked, takeLock } from "../../../tools/engine/lock";

let dir: string;
let file: string;

beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "engine-lock-"));
    file = join(dir, "state.json.lock");
});

afterEach(() => {
    rmSync(dir, { recursive: true });
});

test("a lock is held until it is released", () => {
    const release = takeLock(file);
    expect(() => takeLock(file)).toThrow(Locked);
    expect(() => takeLock(file)).toThrow(`process ${String(process.pid)}, since 20`);
    release();
    expect(readdirSync(dir)).toEqual([]);
    takeLock(file)();
});

test("the lock of a process that died is taken over", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    await once(child, "exit");
    writeFileSync(file, JSON.stringify({ pid: child.pid, born: "1", since: "then" }));
    const release = takeLock(file);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ pid: process.pid });
    release();
});

test.skipIf(!existsSync("/proc/self/stat"))("the lock of a process whose number another one has now is taken over", () => {
    writeFileSync(file, JSON.stringify({ pid: process.pid, born: "1", since: "then" }));
    takeLock(file)();
});

test.skipIf(!existsSync("/proc/self/stat"))("the lock of a process that died and that nobody has waited for is taken over", async () => {
    // The child of a shell that has long become another program, one that waits for none.
    const parent = spawn("sh", ["-c", "sleep 1 & echo $!; exec sleep 60"]);
    const [printed] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(printed.toString());
    await vi.waitFor(() => {
        expect(readFileSync(`/proc/${String(pid)}/status`, "utf8")).toMatch(/^State:\s+Z/m);
    }, 10_000);
    writeFileSync(file, JSON.stringify({ pid, born: null, since: "then" }));
    takeLock(file)();
    parent.kill();
});

test("a lock that says nothing readable is taken over", () => {
    writeFileSync(file, "");
    takeLock(file)();
});
