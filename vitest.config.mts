import { availableParallelism } from "node:os";
import { relative } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What needs a cluster, which takes its time to build. */
const onClusters = ["test/e2e/kubernetes/**/*.test.ts", "test/e2e/engine/kubernetes*.test.ts", "test/e2e/docs/kubernetes.test.ts"];

/**
 * Tests of whole systems that neither count lost requests nor take times: they run two at a time, begun in this order. One
 * that waits, for the autoscaler or for an alert, leaves its processor to the other one. What is not named here has the
 * machine to itself.
 *
 * A machine has room for one cluster whose node runs pods, so those that need one are apart from each other; and all that
 * need a cluster come behind those that don't, for until then it is built.
 */
const sideBySide = [
    "test/e2e/docs/docker.test.ts",
    "test/e2e/docs/host.test.ts",
    "test/e2e/docs/dev.test.ts",
    "test/e2e/docker/measured.test.ts",
    "test/e2e/docker/compose.test.ts",
    "test/e2e/docker/doctor.test.ts",
    "test/e2e/docker/metrics-log.test.ts",
    "test/e2e/docker/cli.test.ts",
    "test/e2e/forge/*.test.ts",
    "test/e2e/review/comment.test.ts",
    "test/e2e/host/real-host.test.ts",
    "test/e2e/host/certificate.test.ts",
    "test/e2e/system/real-host.test.ts",
    "test/e2e/system/secrets.test.ts",
    "test/e2e/kubernetes/control-plane.test.ts", // a node
    "test/e2e/engine/kubernetes*.test.ts",
    "test/e2e/kubernetes/manifests.test.ts",
    "test/e2e/kubernetes/linters.test.ts",
    "test/e2e/kubernetes/doctor.test.ts",
    "test/e2e/kubernetes/monitoring-operator.test.ts",
    "test/e2e/kubernetes/monitoring.test.ts", // a node
    "test/e2e/engine/docker.test.ts",
    "test/e2e/engine/docker-healed.test.ts",
    "test/e2e/engine/killed.test.ts",
    "test/e2e/engine/life.test.ts",
    "test/e2e/docs/kubernetes.test.ts", // a node
    "test/e2e/engine/command.test.ts",
    "test/e2e/engine/cli-takeover.test.ts",
    "test/e2e/nginx/accepts.test.ts",
    "test/e2e/nginx/render-command.test.ts",
    "test/e2e/sandbox/commands.test.ts",
    "test/e2e/sandbox/ports.test.ts",
    "test/e2e/sandbox/ssh-host.test.ts",
    "test/e2e/targets/libraries.test.ts",
    "test/e2e/config/*.test.ts",
];

/** What puts something in the place of a module or of the console, and the tests of the stack files' owners, which may do that. */
const withOwnModules = ["test/unit/engine/state-store.test.ts", "test/unit/tools/choose-engine.test.ts", "test/unit/tools/preflight.test.ts", "examples/*.test.ts", "*.test.ts"];

/** Begins the tests that run side by side as they are listed, and all others as vitest would. */
class ListedOrder extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
        const { root } = this.ctx.config;
        const place = ({ moduleId }: TestSpecification): number => sideBySide.findIndex(listed => relative(root, moduleId).startsWith(listed.replace(/\*.*/, "")));
        return (await super.sort(files)).sort((a, b) => place(a) - place(b));
    }
}

const units = {
    testTimeout: 20_000,
    hookTimeout: 60_000,
    maxWorkers: availableParallelism(),
    sequence: { groupOrder: 0 },
} as const;

/** They wait for what they are about; these end a test that hangs, on a machine with something else to do as well. */
const wholeSystems = { testTimeout: 600_000, hookTimeout: 600_000 } as const;

export default defineConfig({
    test: {
        reporters: ["default", "./test/closing-line.ts"],
        sequence: { sequencer: ListedOrder },
        // One after another, in the order of their groups.
        projects: [
            {
                test: {
                    name: "unit",
                    include: ["test/unit/**/*.test.ts"],
                    exclude: withOwnModules,
                    // What the tests load takes longer than they do.
                    isolate: false,
                    ...units,
                },
            },
            {
                test: {
                    name: "unit, isolated",
                    include: withOwnModules,
                    ...units,
                },
            },
            {
                test: {
                    name: "e2e",
                    include: ["test/e2e/**/*.test.ts"],
                    exclude: [...onClusters, ...sideBySide],
                    ...wholeSystems,
                    // They share the machine's two cores with the proxies and services under load.
                    maxWorkers: 1,
                    sequence: { groupOrder: 1 },
                },
            },
            {
                test: {
                    name: "side by side",
                    include: sideBySide,
                    ...wholeSystems,
                    maxWorkers: 2,
                    sequence: { groupOrder: 2 },
                },
            },
            {
                test: {
                    name: "kubernetes",
                    include: onClusters,
                    exclude: sideBySide,
                    ...wholeSystems,
                    maxWorkers: 1,
                    // Last: until then, their cluster is built from what time the others leave.
                    sequence: { groupOrder: 3 },
                },
            },
        ],
    },
});
