import { describe, expect, it } from "vitest";
import { isHostModel } from "../../../components/config/model";
import { validate } from "../../../components/config/validate";
import type { Finding } from "../../../tools/commands/doctor/finding";
import { judgeNode } from "../../../tools/commands/doctor/node-checks";
import { parseFacts } from "../../../tools/commands/doctor/node-facts";
import { versionIn } from "../../../tools/commands/machine/programs";

const healthy = "root yes\nnginx 1.22.1\ncurl yes\npackages yes\nspace 5000000\nserved abc.def\n";

function judge(printed: string, deployed: string | undefined): Finding[] {
    const nodes = [{ address: "192.0.2.1", user: "ops", hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDq8ij9XoC/JvBou1MjlGZewOpz1WQYXaptRrwEjKVK9" }];
    const result = validate({ target: "host", host: { nodes }, services: { api: { routes: ["/"], port: 80, instances: ["192.0.2.9"] } } });
    if ("problems" in result || !isHostModel(result.model)) {
        throw new Error(JSON.stringify(result));
    }
    return judgeNode(parseFacts(printed), "ops", result.model, deployed);
}

function missingIn(findings: readonly Finding[]): string[] {
    return findings.filter(finding => finding.state === "missing").map(finding => finding.subject);
}

describe("what the doctor makes of a node", () => {
    it("finds nothing missing on one that serves what was deployed", () => {
        expect(missingIn(judge(healthy, "abc.def"))).toEqual([]);
    });

    it.each([
        ["root yes", "root no", "ops is root or may become it"],
        ["nginx 1.22.1", "nginx 1.18.0", "nginx 1.18.0, curl"],
        ["space 5000000", "space 1024", "1 MB of disk space left"],
        ["served abc.def", "served 123.456", "serves 123.456, but abc.def was deployed last"],
        ["served abc.def", "served ", "serves nothing, but abc.def was deployed last"],
    ])("with %s turned to %s says: %s", (good, bad, subject) => {
        expect(missingIn(judge(healthy.replace(good, bad), "abc.def"))).toEqual([subject]);
    });

    it("only remarks on a missing nginx where it can be installed", () => {
        const bare = healthy.replace("nginx 1.22.1", "nginx ").replace("curl yes\n", "");
        expect(missingIn(judge(bare, "abc.def"))).toEqual([]);
        expect(missingIn(judge(bare.replace("packages yes\n", ""), "abc.def"))).toEqual(["nginx or curl not installed"]);
    });

    it("does not speak of drift before the first deployment", () => {
        expect(missingIn(judge(healthy.replace("served abc.def", "served "), undefined))).toEqual([]);
    });
});

it("finds nginx's version among what it prints", () => {
    expect(versionIn("nginx version: nginx/1.22.1\n")).toBe("1.22.1");
    expect(versionIn("nginx version: nginx/1.26.0 (Ubuntu)\n")).toBe("1.26.0");
    expect(versionIn("sh: nginx: not found")).toBeUndefined();
});
