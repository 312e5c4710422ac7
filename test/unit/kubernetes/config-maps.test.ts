import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Rendered } from "../../../components/proxy/rendered";
import { agentMap, fileItems, mapLimit, releaseItems, releaseMap, sizeProblem } from "../../../components/targets/kubernetes/manifests/config-maps";
import { kubernetesModel } from "./model";

const release = "0123456789abcdef".repeat(4);

function rendered(files: Readonly<Record<string, string>>, links: Rendered["links"] = []): Rendered {
    return { files: Object.entries(files).map(([path, content]) => ({ path, content, executable: path.endsWith(".sh") })), links, release };
}

describe("a release in a ConfigMap", () => {
    const small = rendered({ "nginx/nginx.conf": "a\n", "nginx/sites-available/site": "b\n", "nginx/snippets/route+api_v1.conf": "c\n", "scripts/run.sh": "d\n" }, [
        { path: "nginx/sites-enabled/site", target: "../sites-available/site" },
    ]);

    it("is named after it, and never changes", () => {
        expect(releaseMap(kubernetesModel(), small)).toMatchObject({ metadata: { name: "evenkeel-release-0123456789ab", labels: { "evenkeel/keep": "revision" } }, immutable: true });
    });

    it("has every file at its path, and links as second copies", () => {
        expect(releaseItems(small)).toEqual([
            { key: "nginx__nginx.conf", path: "nginx/nginx.conf" },
            { key: "nginx__sites-available__site", path: "nginx/sites-available/site" },
            { key: "nginx__snippets__route_2Bapi_5Fv1.conf", path: "nginx/snippets/route+api_v1.conf" },
            { key: "scripts__run.sh", path: "scripts/run.sh", mode: 0o555 },
            { key: "nginx__sites-available__site", path: "nginx/sites-enabled/site" },
        ]);
        expect(releaseMap(kubernetesModel(), small).data["nginx__snippets__route_2Bapi_5Fv1.conf"]).toBe("c\n");
    });

    it("keeps apart whatever paths there are, by keys that the API takes", () => {
        const path = fc.array(fc.stringMatching(/^[A-Za-z0-9._~+é-]{1,80}$/), { minLength: 1, maxLength: 6 }).map(parts => parts.join("/"));
        fc.assert(
            fc.property(fc.uniqueArray(path, { minLength: 1, maxLength: 20 }), paths => {
                const keys = fileItems(paths.map(path => ({ path, content: "" }))).map(({ key }) => key);
                expect(new Set(keys).size).toBe(paths.length);
                keys.forEach(key => { expect(key).toMatch(/^[-._a-zA-Z0-9]{1,253}$/); });
            }),
        );
    });

    it.each([
        ["a/b", "a__b"],
        ["a/b_c", "a_b/c"],
        ["a+b", "a_2Bb"],
        ["a__b", "a/b"],
    ])("tells %s from %s", (one, other) => {
        const [first, second] = fileItems([{ path: one, content: "" }, { path: other, content: "" }]);
        expect(first?.key).not.toBe(second?.key);
    });

    it("may be nearly a megabyte, in bytes", () => {
        const path = "nginx/nginx.conf";
        expect(sizeProblem(rendered({ [path]: "x".repeat(mapLimit - path.length) }))).toBeUndefined();
        expect(sizeProblem(rendered({ [path]: "ä".repeat((mapLimit - path.length) / 2 + 1) }))).toEqual({
            path: "services",
            found: "routes and settings whose rendered files have 961 kB together",
            allowed: "at most 960 kB: a cluster takes no larger ConfigMap",
            fix: "Describe fewer routes, or divide the site into two stacks.",
        });
    });
});

describe("the agent's scripts in a ConfigMap", () => {
    const nameOf = (content: string): string => agentMap(kubernetesModel(), [{ path: "agent.sh", content }]).metadata.name;

    it("are another one when they change", () => {
        expect(nameOf("a\n")).toMatch(/^evenkeel-agent-[0-9a-f]{12}$/);
        expect(nameOf("a\n")).toBe(nameOf("a\n"));
        expect(nameOf("b\n")).not.toBe(nameOf("a\n"));
    });
});
