import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { render } from "../../../components/proxy/render";
import { seal, type Draft } from "../../../components/proxy/seal";
import { model, route, service } from "./model";

const draft = (path: string, content: string): Draft => ({ path, executable: path.endsWith(".sh"), content });
const releaseFile = (release: string) => draft("release.conf", `# ${release}\n`);
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("a sealed release", () => {
    const drafts = [draft("b.conf", "worker 1;\n"), draft("a.sh", "#!/bin/sh\nexit 0\n")];

    it("says in the first comment line of each file what the rest hashes to", () => {
        const { files } = seal(drafts, [], releaseFile);
        expect(files.map(({ path }) => path)).toEqual(["a.sh", "b.conf", "release.conf"]);
        expect(files[0]?.content).toBe(`#!/bin/sh\n# managed by evenkeel, sha256 ${sha256("#!/bin/sh\nexit 0\n")}\nexit 0\n`);
        expect(files[1]?.content).toBe(`# managed by evenkeel, sha256 ${sha256("worker 1;\n")}\nworker 1;\n`);
    });

    it("leaves a file alone whose format has no comments, and hashes it like any other", () => {
        const json = (content: string): Draft => ({ ...draft("c.json", content), unmarked: true });
        const { files, release } = seal([...drafts, json("{}\n")], [], releaseFile);
        expect(files.find(({ path }) => path === "c.json")).toEqual({ path: "c.json", executable: false, content: "{}\n" });
        expect(release).not.toBe(seal([...drafts, json("[]\n")], [], releaseFile).release);
    });

    it("has one hash, whatever the order of the drafts, that the release file alone carries", () => {
        const { release, files } = seal(drafts, [], releaseFile);
        expect(release).toMatch(/^[0-9a-f]{64}$/);
        expect(seal(drafts.toReversed(), [], releaseFile)).toEqual(seal(drafts, [], releaseFile));
        expect(files.filter(({ content }) => content.includes(release)).map(({ path }) => path)).toEqual(["release.conf"]);
    });

    it.each([
        ["content", [draft("b.conf", "worker 2;\n"), draft("a.sh", "#!/bin/sh\nexit 0\n")]],
        ["path", [draft("c.conf", "worker 1;\n"), draft("a.sh", "#!/bin/sh\nexit 0\n")]],
        ["extent", drafts.slice(0, 1)],
    ])("has another hash for another %s", (_, others) => {
        expect(seal(others, [], releaseFile).release).not.toBe(seal(drafts, [], releaseFile).release);
    });

    it("holds what the target adds, under the same hash", () => {
        const plain = render(model());
        const more = render(model(), [draft("scripts/x.sh", "#!/bin/sh\n")]);
        expect(more.files.map(({ path }) => path)).toContain("scripts/x.sh");
        expect(more.release).not.toBe(plain.release);
    });
});

describe("rendering", () => {
    it("gives the same bytes every time", () => {
        expect(render(structuredClone(model()))).toEqual(render(model()));
    });

    it("places the site where operators look, and switches it on", () => {
        const { files, links } = render(model({ name: "vector-load-balancer" }));
        expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(["nginx/nginx.conf", "nginx/conf.d/upstream.conf", "nginx/sites-available/vector-load-balancer"]));
        expect(links).toEqual([{ path: "nginx/sites-enabled/vector-load-balancer", target: "../sites-available/vector-load-balancer" }]);
    });

    it("shows a new instance in the upstream file alone", () => {
        const of = (count: number) => model({ services: [service("web", [route("/")], { instances: Array.from({ length: count }, (_, i) => ({ address: `10.0.0.${i + 1}`, port: 80, weight: 1, maxConnections: null })) })] });
        const [three, four] = [render(of(3)), render(of(4))];
        const changed = four.files.filter(({ content }, i) => content !== three.files[i]?.content).map(({ path }) => path);
        expect(changed).toEqual(["nginx/conf.d/release.conf", "nginx/conf.d/upstream.conf"]);
        const [before, after] = [three, four].map(({ files }) => files.find(({ path }) => path.endsWith("upstream.conf"))?.content.split("\n").slice(1) ?? []);
        const added = after?.filter((line) => before?.includes(line) !== true);
        expect(added).toEqual(["    server             10.0.0.4:80 max_fails=2 fail_timeout=10s;", "    server             10.0.0.4:80 max_fails=0;"]);
        expect(after?.length).toBe((before?.length ?? 0) + 2);
    });
});
