import { defineConfig } from "vitest/config";

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
                    exclude: ["test/e2e/kubernetes/**"],
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
                    include: ["test/e2e/kubernetes/**/*.test.ts"],
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
