import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../load/load";
import { expectNoneLost, underLoad } from "../../load/under-load";
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

    function during(work: () => Promise<unknown>): Promise<readonly Report[]> {
        return underLoad({ url: stack.https, paths, rate, instanceHeader: "x-served-by" }, work);
    }

    it("loses no request to ten ups with changes", async () => {
        const reports = await during(async () => {
            for (let seconds = 11; seconds <= 20; seconds += 1) {
                stack.edit(`failTimeout: ${String(seconds - 1)}s`, `failTimeout: ${String(seconds)}s`);
                expect(await stack.up()).toContain("1 updated");
            }
        });
        expectNoneLost(reports, rate);
    });

    it("loses no request when an instance is killed and when it comes back", async () => {
        const reports = await during(async () => {
            process.kill(pidOf("127.0.50.2:6333"), "SIGKILL");
            await sleep(3000);
            await stack.up();
        });
        expectNoneLost(reports, rate);
    });

    it("loses no request while an instance answers 500", async () => {
        const reports = await during(async () => {
            await turn("127.0.51.1:8000", { mode: "error", status: 500 });
            await sleep(5000);
            await turn("127.0.51.1:8000", { mode: "ok" });
        });
        expectNoneLost(reports, rate);
    });

    it("answers within five seconds while an instance hangs", async () => {
        const reports = await during(async () => {
            await turn("127.0.52.1:8001", { mode: "hang" });
            await sleep(17_000);
            await turn("127.0.52.1:8001", { mode: "ok" });
        });
        expectNoneLost(reports, rate);
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
        expectNoneLost(reports, rate);
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
