import { describe, expect, it } from "vitest";
import type { ResourceChange } from "../../../tools/commands/cli/preview-digest";
import { missing, ok, remark, report, require, warning } from "../../../tools/commands/doctor/finding";
import { driftIn, verdictOf } from "../../../tools/drift/drift";
import { issueText, reportText } from "../../../tools/drift/report";

const stack = { name: "prod", file: "/site/Pulumi.prod.yaml", argument: "prod" };
const serving = ok("serves what was deployed last (abc)", "running");
const scaled = missing("app: scaled to 5, but 3 were deployed last", "This puts it back: kubectl scale", "running");
const blind = remark("pods of the stack: your account may not look at them", "answer");
const port: ResourceChange = { urn: "urn:pulumi:prod::evenkeel::evenkeel:kubernetes$kubernetes:core/v1:Service::rag-proxy", verb: "update", paths: ["spec.ports[0].port"] };

describe("drift", () => {
    it.each([
        ["what runs", [scaled], [], "drift"],
        ["what an update would put back", [serving], [port], "drift"],
        ["what runs, where not everybody answers", [scaled, blind], [], "drift"],
        ["nothing that could be asked, where not everybody answers", [serving, blind], [], "unknown"],
        ["nothing", [serving], [], "none"],
        ["nothing, where only the embedded engine knows the state", [serving], undefined, "none"],
    ])("is in %s", (_, findings, changes, verdict) => {
        expect(verdictOf(driftIn([report("Cluster", findings)], changes))).toBe(verdict);
    });

    it.each([
        ["rights that the account lacks", missing("your account may not: create pods", "Ask.", "right")],
        ["what the next `up` needs", missing("the stack needs 5 of pods, and the quota leaves it 4", "Have fewer.")],
        ["pods that are not ready just now", require(false, "app: 2 of 3 pods are ready", "See why.", "health")],
        ["a certificate that ends soon", warning("the certificate expires in 3 days", "Run: npm run up", "health")],
    ])("is not in %s", (_, finding) => {
        expect(verdictOf(driftIn([report("Cluster", [serving, finding])], []))).toBe("none");
    });

    it("is not to be had where the target does not answer", () => {
        expect(verdictOf(driftIn([report("Cluster", [missing("the cluster does not answer", "Check KUBECONFIG.", "answer")])], []))).toBe("unknown");
    });
});

describe("what is said of drift", () => {
    const drift = driftIn([report("Cluster a", [serving]), report("Cluster b", [serving, scaled]), report("Host c", [blind])], [port, { ...port, verb: "delete", paths: [] }]);

    it("is what differs, with the way back, and what it comes to", () => {
        expect(reportText(drift, stack)).toBe(
            [
                "Cluster b",
                "  missing  app: scaled to 5, but 3 were deployed last",
                "           -> This puts it back: kubectl scale",
                "",
                "An update after a refresh would change:",
                "  update   rag-proxy (kubernetes:core/v1:Service): spec.ports[0].port",
                "  delete   rag-proxy (kubernetes:core/v1:Service)",
                "           -> Have the state follow what runs, in .evenkeel/cli/STACK: pulumi refresh. Then put it back: npm run up -- STACK",
                "",
                "Not asked:",
                "Host c",
                "  note     pods of the stack: your account may not look at them",
                "",
                "What runs of prod is not what was deployed last.",
            ].join("\n"),
        );
        expect(reportText(driftIn([report("Host c", [serving])], undefined), stack)).toBe(
            "The embedded engine has no refresh: what only the Pulumi CLI would find is not among it.\n\nWhat runs of prod is what was deployed last.",
        );
    });

    it("is the text of an issue, which the forge takes however much there is", () => {
        expect(issueText(drift, stack)).toMatch(/^What runs of the stack \*\*prod\*\* is not [^]*\n```text\nCluster b\n {2}missing[^]* at them\n```\n\nTo look for yourself: `npm run drift -- prod`\n$/);
        const much = driftIn([report("Cluster", Array<typeof scaled>(2000).fill(scaled))], [{ ...port, paths: Array.from({ length: 500 }, (_, index) => `data.key-${String(index)}`) }]);
        expect(issueText(much, stack).length).toBeLessThan(65_536);
        expect(issueText(much, stack)).toContain("lines more");
        expect(issueText(driftIn([], [{ ...port, paths: Array<string>(30).fill("a") }]), stack)).toContain(": a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, and 10 more\n");
    });
});
