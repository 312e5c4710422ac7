import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { whyNoNode } from "../kubernetes/cluster/reasons";
import { TestCluster } from "../kubernetes/cluster/test-cluster";
import type { Pod } from "../kubernetes/kubernetes-stack";
import { FreshClone } from "./fresh-clone";
import { commandsOn, expectHelp, fill, helpOf, quoted, walk, type Words } from "./ground";

const reason = whyNoNode();

describe.skipIf(reason !== undefined)(`in a fresh clone, with a cluster${reason === undefined ? "" : ` (${reason})`}`, () => {
    let cluster: TestCluster;
    let clone: FreshClone;

    beforeAll(async () => {
        cluster = await TestCluster.start({ node: true, metrics: true });
        clone = new FreshClone({ ...cluster.environment, PULUMI_CONFIG_PASSPHRASE: "a passphrase for tests" });
    }, 1_200_000);

    afterAll(async () => {
        await cluster.stop();
        clone.remove();
    });

    /** The page's stack file, with more of what other pages ask about; the nginx of the tests' images is Debian's. */
    function adapted(text: string): string {
        const more = '  evenkeel:nginx: { version: "1.22" }\n  evenkeel:monitoring: { interval: 15s }\n';
        const scaled = "    reports: { routes: [/reports], image: healthai-rag:1.0.0, port: 8000, instances: 1, resources: { cpu: { request: 50m } } }\n";
        return text
            .replace("config:\n", `config:\n${more}`)
            .replace("  evenkeel:kubernetes:\n", "  evenkeel:kubernetes:\n    autoscaling: { max: 3 }\n    services: { app: { autoscaling: off } }\n")
            .replace("    app:\n", `${scaled}    app:\n      volumes: [{ name: data, path: /app/data }]\n`);
    }

    /** One that is not about to go. */
    async function podOf(name: string): Promise<Pod | undefined> {
        const found = await cluster.kubectl("--namespace", "first", "get", "pods", "--selector", `app.kubernetes.io/name=${name}`, "--output", "json");
        const { items } = JSON.parse(found) as { items: readonly Pod[] };
        return items.find(({ metadata }) => metadata.deletionTimestamp === undefined);
    }

    async function words(command: string): Promise<Words> {
        const pod = (await podOf(/-c (?:agent|nginx|log-exporter)/.test(command) ? "proxy" : "app"))?.metadata.name ?? "";
        const service = command.includes("hpa") ? "reports" : "app";
        const instance = { INSTANCE: (await podOf("app"))?.status.podIP ?? "", PORT: "8000", PATH: "healthz" };
        return { ...instance, POD: pod, NAMESPACE: "first", NAME: "first", SERVICE: service, STACK: "first", CLAIM: "first-app-data", FOLDER: "/app/data" };
    }

    async function expectWorks({ command, exits }: { readonly command: string; readonly exits: readonly number[] }): Promise<void> {
        // The test needs not see the end of what it deletes.
        const { status, output } = await clone.run(fill(command, await words(command)).replace(/ delete .*/, "$& --wait=false"));
        expect(exits, quoted(output)).toContain(status);
    }

    it("works as the five-minute start says", async () => {
        await walk(clone, "kubernetes", adapted);
    });

    it.each([0, 1].flatMap(phase => commandsOn("kubernetes", phase)))("$where: $command", async documented => {
        if (documented.byHelp) {
            expectHelp(await clone.run(helpOf(documented.command)), documented.command);
        } else {
            await expectWorks(documented);
        }
    });

    it("has a revision to go back to", async () => {
        await cluster.kubectl("--namespace", "first", "rollout", "restart", "deployment/first-app");
    });

    it.each([2, 3, 4].flatMap(phase => commandsOn("kubernetes", phase)))("$where: $command", expectWorks);
});
