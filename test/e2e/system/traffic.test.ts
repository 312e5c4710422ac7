import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Load, type Report } from "../../load/load";
import { DevStack, turn, whyNot } from "./dev-stack";

const reason = whyNot();
const paths = ["/api/health", "/embed/health", "/manage/health", "/a/page"];
const rate = 200;

describe.skipIf(reason !== undefined)(`under ${String(rate)} requests a second${reason === undefined ? "" : ` (${reason})`}`, () => {
    const stack = new DevStack();

    beforeAll(async () => {
        await stack.up();
    });

    afterAll(() => stack.remove());

    /** Half of the load on connections of their own, half on kept ones, over HTTPS, while something happens. */
    async function during(work: () => Promise<unknown>): Promise<readonly Report[]> {
        const loads = (["fresh", "keep-alive"] as const).map(connections =>
            Load.start({ url: stack.https, paths, rate: rate / 2, connections, instanceHeader: "x-served-by", timeout: 20_000 }),
        );
        await sleep(1000);
        try {
            await work();
            await sleep(1000);
        } finally {
            await Promise.all(loads.map(load => load.stop()));
        }
        return Promise.all(loads.map(load => load.stop()));
    }

    function expectNoneLost(reports: readonly Report[]): void {
        const lost = reports.map(({ failures, sent, longestPause }) => ({ lost: failures.length, sent, longestPause, first: failures.slice(0, 5) }));
        expect(lost).toEqual(reports.map(({ sent, longestPause }) => ({ lost: 0, sent, longestPause, first: [] })));
        for (const report of reports) {
            expect(report.results.length).toBe(report.sent);
            expect(report.sent).toBeGreaterThan(rate / 2);
        }
    }

    it("loses no request to ten ups with changes", { timeout: 600_000 }, async () => {
        const reports = await during(async () => {
            for (let seconds = 11; seconds <= 20; seconds += 1) {
                stack.edit(`failTimeout: ${String(seconds - 1)}s`, `failTimeout: ${String(seconds)}s`);
                expect(await stack.up()).toContain("1 updated");
            }
        });
        expectNoneLost(reports);
    });

    it("loses no request when an instance is killed and when it comes back", async () => {
        const reports = await during(async () => {
            process.kill(pidOf("127.0.50.2:6333"), "SIGKILL");
            await sleep(3000);
            await stack.up();
        });
        expectNoneLost(reports);
    });

    it("loses no request while an instance answers 500", async () => {
        const reports = await during(async () => {
            await turn("127.0.51.1:8000", { mode: "error", status: 500 });
            await sleep(5000);
            await turn("127.0.51.1:8000", { mode: "ok" });
        });
        expectNoneLost(reports);
    });

    it("answers within five seconds while an instance hangs", async () => {
        const reports = await during(async () => {
            await turn("127.0.52.1:8001", { mode: "hang" });
            await sleep(17_000);
            await turn("127.0.52.1:8001", { mode: "ok" });
        });
        expectNoneLost(reports);
        for (const report of reports) {
            expect(report.slowest(0)).toBeLessThan(6000);
            expect(report.slowest(6000)).toBeLessThan(5000);
        }
    });

    it("serves from the backup within two seconds when all others are down", async () => {
        const reports = await during(async () => {
            for (const instance of ["127.0.53.1:3000", "127.0.53.2:3000"]) {
                process.kill(pidOf(instance), "SIGKILL");
            }
            await sleep(3000);
        });
        expectNoneLost(reports);
        const pages = reports.flatMap(report => report.results).filter(({ path, at }) => path === "/a/page" && at > 3000);
        expect(new Set(pages.map(({ instance }) => instance))).toEqual(new Set(["127.0.53.9:3000"]));
        await stack.up();
    });
});

/** The process that listens on `address:port`; one of the sample services that this stack started. */
function pidOf(listener: string): number {
    const line = execFileSync("ss", ["-Hltnp", `src ${listener}`], { encoding: "utf8" });
    return Number(/pid=(\d+)/.exec(line)?.[1]);
}
