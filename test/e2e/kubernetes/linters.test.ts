import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubernetesExamples } from "../../unit/kubernetes/examples";
import { render } from "../../../components/proxy/render";
import { targetFiles } from "../../../components/targets/files";
import { writeManifests } from "../../../tools/rendering/write-manifests";
import { whyNoCluster } from "./cluster/reasons";
import { TestCluster } from "./cluster/test-cluster";
import { checkov, findLinter, kubeconform, kubeScore, type Finding, type LinterName } from "./linters/linters";
import { writeSchemas, type OpenApi } from "./linters/schemas";

const noCluster = whyNoCluster();
const page = readFileSync(join(__dirname, "../../../docs/kubernetes.md"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "evenkeel-linters-"));
const written: Record<string, string[]> = {};

beforeAll(() => {
    for (const { name, model } of kubernetesExamples) {
        const target = join(folder, name);
        written[name] = writeManifests(model, render(model, targetFiles(model)), target).paths.map(path => join(target, path));
    }
});

afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

/** The findings that docs/kubernetes.md says stay: by the linter's rule, of which Deployments. */
function accepted(linter: LinterName): Map<string, string> {
    const rows = [...page.matchAll(/^\| `([a-z-]+) ([A-Za-z0-9_-]+)` \| ([^|]+) \|/gm)].filter(([, name]) => name === linter);
    return new Map(rows.map(([, name, rule, owners]) => [`${name ?? ""} ${rule ?? ""}`, owners ?? ""]));
}

function ownerOf({ object }: Finding): string {
    return object.endsWith("-proxy") ? "proxy" : object.endsWith("-backup") ? "backups" : "services";
}

/** Rules with whom they were found of, as the page lists them. */
function summed(findings: readonly Finding[]): Map<string, string> {
    const owners = new Map<string, Set<string>>();
    findings.forEach(finding => owners.set(finding.rule, (owners.get(finding.rule) ?? new Set()).add(ownerOf(finding))));
    return new Map([...owners].sort().map(([rule, found]) => [rule, ["proxy", "services", "backups"].filter(owner => found.has(owner)).join(", ")]));
}

function withLinter(name: LinterName, tests: (program: string) => void): void {
    const found = findLinter(name);
    const reason = "reason" in found ? found.reason : undefined;
    describe.skipIf(reason !== undefined)(`${name}${reason === undefined ? "" : ` (${reason})`}`, () => { tests("program" in found ? found.program : ""); });
}

withLinter("checkov", program => {
    it("finds nothing but what the documentation explains", async () => {
        const findings = await Promise.all(kubernetesExamples.map(({ name }) => checkov(program, join(folder, name))));
        expect(summed(findings.flat())).toEqual(accepted("checkov"));
    });
});

withLinter("kube-score", program => {
    it("finds nothing but what the documentation explains", async () => {
        const findings = await Promise.all(kubernetesExamples.map(({ name }) => kubeScore(program, written[name] ?? [])));
        expect(summed(findings.flat())).toEqual(accepted("kube-score"));
    });
});

withLinter("kubeconform", program => {
    describe.skipIf(noCluster !== undefined)(`with the schemas of a control plane${noCluster === undefined ? "" : ` (${noCluster})`}`, () => {
        const schemas = join(folder, "schemas");

        beforeAll(async () => {
            mkdirSync(schemas);
            const cluster = await TestCluster.start({ node: false });
            try {
                writeSchemas(JSON.parse(await cluster.kubectl("get", "--raw", "/openapi/v2")) as OpenApi, schemas);
            } finally {
                await cluster.stop();
            }
        });

        it.each(kubernetesExamples.map(({ name }) => name))("accepts all objects of %s", async name => {
            const { resources, summary } = await kubeconform(program, written[name] ?? [], schemas);
            expect(resources).toEqual([]);
            expect(summary).toEqual({ valid: written[name]?.length, invalid: 0, errors: 0, skipped: 0 });
        });

        it("would find a field that there is not", async () => {
            const file = join(folder, "misspelt.yaml");
            const [deployment = ""] = written["healthai-kubernetes"]?.filter(path => path.includes("deployment-healthai-proxy")) ?? [];
            writeFileSync(file, readFileSync(deployment, "utf8").replace("minReadySeconds", "minimumReadySeconds"));
            const { resources } = await kubeconform(program, [file], schemas);
            expect(resources.map(({ status, msg }) => `${status}: ${msg}`).join()).toContain("minimumReadySeconds");
        });
    });
});
