import { defineConfig } from "vitest/config";

/** What needs a cluster, which takes its time to build. */
const onClusters = ["test/e2e/kubernetes/**/*.test.ts", "test/e2e/engine/kubernetes*.test.ts"];

export default defineConfig({
    test: {
        reporters: ["default", "./test/closing-line.ts"],
        projects: [
            {
                test: {
                    name: "unit",
                    include: ["test/unit/**/*.test.ts"],
                    testTimeout: 20_000,
                    sequence: { groupOrder: 0 },
                },
            },
            {
                test: {
                    name: "e2e",
                    include: ["test/e2e/**/*.test.ts"],
                    exclude: onClusters,
                    testTimeout: 180_000,
                    hookTimeout: 180_000,
                    // They share the machine's two cores with the proxies and services under load.
                    maxWorkers: 1,
                    sequence: { groupOrder: 1 },
                },
            },
            {
                test: {
                    name: "kubernetes",
                    include: onClusters,
                    testTimeout: 180_000,
                    hookTimeout: 180_000,
                    maxWorkers: 1,
                    // Last: until then, their cluster is built from what time the others leave.
                    sequence: { groupOrder: 2 },
                },
            },
        ],
    },
});
