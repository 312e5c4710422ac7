import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { monitoringObjects } from "../../../components/targets/kubernetes/monitoring/objects";
import { byOperator, measuredCluster } from "../../unit/kubernetes-monitoring/measured-cluster";
import { whyNoCluster } from "./cluster/reasons";
import { TestCluster } from "./cluster/test-cluster";
import { operatorDefinitions } from "./monitoring/operator-definitions";

const definitions = operatorDefinitions();
const reason = definitions.reason ?? whyNoCluster();
const objects = monitoringObjects(measuredCluster({}, byOperator)).filter(({ kind }) => kind === "PodMonitor" || kind === "PrometheusRule");

describe.skipIf(reason !== undefined)(`what the Prometheus operator is told${reason === undefined ? "" : ` (${reason})`}`, () => {
    const folder = mkdtempSync(join(tmpdir(), "evenkeel-operator-"));
    const file = join(folder, "objects.yaml");
    let cluster: TestCluster;

    beforeAll(async () => {
        cluster = await TestCluster.start({ node: false });
        for (const definition of definitions.reason === undefined ? definitions.files : []) {
            await cluster.kubectl("apply", "--server-side", "--filename", definition);
        }
        await cluster.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=60s");
        await cluster.kubectl("create", "namespace", "shop");
    });

    afterAll(async () => {
        rmSync(folder, { recursive: true });
        await cluster.stop();
    });

    /** As strictly as the API server can look at it. */
    function apply(text: string): Promise<string> {
        writeFileSync(file, text);
        return cluster.kubectl("apply", "--server-side", "--validate=strict", "--filename", file);
    }

    it("has no field that the operator does not know", async () => {
        expect(objects.map(({ kind }) => kind)).toEqual(["PodMonitor", "PodMonitor", "PrometheusRule"]);
        expect(await apply(objects.map(object => stringify(object)).join("---\n"))).toMatch(/(.*serverside-applied\n){3}/);
    });

    it("would be refused with one", async () => {
        const [first] = objects;
        await expect(apply(stringify({ ...first, spec: { ...(first as { spec: object }).spec, podMetricsEndpoint: [] } }))).rejects.toThrow("podMetricsEndpoint");
    });

    it("stands there as it was written: a second look finds no difference", async () => {
        writeFileSync(file, objects.map(object => stringify(object)).join("---\n"));
        expect(await cluster.kubectl("diff", "--server-side", "--filename", file)).toBe("");
    });
});
