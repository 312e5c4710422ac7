import type { Reporter, TestCase, TestModule } from "vitest/node";

/** Ends a run with its reasons for skipping and the plain count that CI reads. */
export default class ClosingLine implements Reporter {
    onTestRunEnd(modules: readonly TestModule[]): void {
        const tests = modules.flatMap(module => [...module.children.allTests()]);
        // A file that fails to load has no tests to fail; it counts as one.
        const broken = modules.filter(module => module.state() === "failed" && [...module.children.allTests()].every(test => test.result().state !== "failed"));
        const count = (state: string): number => tests.filter(test => test.result().state === state).length;
        for (const test of tests) {
            reportSkip(test);
        }
        const failed = count("failed") + broken.length;
        const skipped = count("skipped");
        console.log(`\n${String(count("passed"))} passed, ${String(failed)} failed${skipped > 0 ? `, ${String(skipped)} skipped` : ""}`);
    }
}

function reportSkip(test: TestCase): void {
    const result = test.result();
    if (result.state === "skipped") {
        // A group that is skipped as a whole has the reason in its name.
        console.log(`skipped: ${test.fullName}${result.note === undefined ? "" : `: ${result.note}`}`);
    }
}
