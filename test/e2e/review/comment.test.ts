import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { marker } from "../../../tools/review/comment";
import { review, type Review } from "../../../tools/review/review";
import { makePair } from "../../certificates";
import { replaced, Repository, shipped } from "../../unit/review/repository";
import { visibleLines } from "../../unit/review/visible-lines";

const golden = join(__dirname, "../../golden/review");
const app = "Pulumi.healthai.yaml";

/** Columns of a screen, and its lines. */
const screen = { width: 160, height: 40 };

/** Each runs the code of two commits, which takes its time on a machine that does other things too. */
const timeout = 60_000;

let repository: Repository;

beforeAll(async () => {
    const { certificate } = await makePair({ names: ["api.example.com"], from: new Date("2026-01-01"), to: new Date("2036-01-31") });
    repository = new Repository({
        [app]: shipped("examples/healthai-docker.yaml"),
        "Pulumi.dev.yaml": shipped("Pulumi.dev.yaml"),
        "Pulumi.edge.yaml": withCertificate(certificate),
    });
}, timeout);

afterAll(() => {
    repository.remove();
}, timeout);

function withCertificate(pem: string): string {
    const dev = replaced(shipped("Pulumi.dev.yaml"), "  evenkeel:site:\n", "  evenkeel:site:\n    hosts: [api.example.com]\n");
    return replaced(dev, "    mode: self-signed\n", `    mode: provided\n    key: { secure: v1:AAAAAAAAAAAA:SEALEDKEY }\n    certificate: |\n${indented(pem)}\n`);
}

function indented(pem: string): string {
    return pem.trim().replace(/^/gm, "      ");
}

function edit(file: string, from: string | RegExp, to: string): void {
    repository.write(file, replaced(repository.read(file), from, to));
}

async function commented(change: () => void): Promise<Review> {
    repository.propose(change);
    return review(repository.folder, [], "main");
}

/** The commits' hashes are others each time. */
function stable({ markdown }: Review): string {
    return markdown.replace(/\b[0-9a-f]{7}(?= \()/g, "1234567");
}

function rows(markdown: string): number {
    return visibleLines(markdown).reduce((sum, line) => sum + Math.ceil(line.length / screen.width), 0);
}

/** What every comment has to be. */
function expectComment(markdown: string): void {
    expect(markdown.split("\n", 1)[0]).toBe(marker);
    expect(rows(markdown)).toBeLessThanOrEqual(screen.height);
    expect(markdown.length).toBeLessThan(65_536);
    expect(markdown).not.toMatch(/SEALEDKEY|v1:A/);
}

describe("a pull request's comment", { timeout }, () => {
    test("scale 3 to 5", async () => {
        const found = await commented(() => {
            edit(app, "instances: 3", "instances: 5");
        });
        expectComment(found.markdown);
        expect(found.refused).toBe(false);
        expect(visibleLines(found.markdown).slice(0, 3)).toEqual([
            "### evenkeel: healthai changes",
            "- **healthai**: app: 3 to 5 instances; nothing else changes (with it, retries.attempts 4 to 6).",
            "- Unchanged: dev and edge",
        ]);
        expect(found.markdown).toMatch(/^\+ +server +app-4:/m);
        await expect(stable(found)).toMatchFileSnapshot(join(golden, "scale.md"));
    });

    test("a timeout changed", async () => {
        const found = await commented(() => {
            edit(app, "read: 1m", "read: 90s");
        });
        expectComment(found.markdown);
        expect(visibleLines(found.markdown)[1]).toBe("- **healthai**: app /monitoring: timeouts.read 1m to 90s; nothing else changes.");
        expect(found.markdown).toMatch(/^- +proxy_read_timeout +60s;$/m);
        expect(found.markdown).toMatch(/^\+ +proxy_read_timeout +90s;$/m);
        await expect(stable(found)).toMatchFileSnapshot(join(golden, "timeout.md"));
    });

    test("a certificate renewed", async () => {
        const { certificate } = await makePair({ names: ["api.example.com"], from: new Date("2026-01-01"), to: new Date("2037-01-31") });
        const found = await commented(() => {
            edit("Pulumi.edge.yaml", / {6}-----BEGIN[^]*?END CERTIFICATE-----/, indented(certificate));
            edit("Pulumi.edge.yaml", "AAAA:SEALEDKEY", "BBBB:SEALEDKEY");
        });
        expectComment(found.markdown);
        expect(visibleLines(found.markdown).slice(0, 4).join("\n")).toContain("the certificate is renewed: same names, valid until 2037-01-31 instead of 2036-01-31");
        expect(found.markdown).toContain("the secret tls.key is set anew");
        await expect(stable(found)).toMatchFileSnapshot(join(golden, "certificate.md"));
    });

    test("a service added", async () => {
        const found = await commented(() => {
            edit(app, "  evenkeel:services:\n", "  evenkeel:services:\n    reports:\n      image: reports:2.1.0\n      port: 9000\n      instances: 2\n      backup: 1\n      routes: [/reports]\n      resources: { cpu: { limit: 1 }, memory: { limit: 256m } }\n\n");
        });
        expectComment(found.markdown);
        expect(visibleLines(found.markdown)[1]).toMatch(/^- \*\*healthai\*\*: reports: new, 2 instances and 1 backup of reports:2\.1\.0, on \/reports/);
        await expect(stable(found)).toMatchFileSnapshot(join(golden, "service-added.md"));
    });

    test("a target switched", async () => {
        const found = await commented(() => {
            repository.write(app, shipped("examples/healthai-kubernetes.yaml"));
        });
        expectComment(found.markdown);
        const [, , first = ""] = visibleLines(found.markdown);
        expect(first).toMatch(/target docker to kubernetes: everything is made anew .*\*\*Careful:\*\* Clients that still go to the old address .* bring the new target up as a stack of its own/);
        await expect(stable(found)).toMatchFileSnapshot(join(golden, "target-switched.md"));
    });
});

test("what can't be deployed is refused before anything else, with what is wrong and how to mend it", { timeout }, async () => {
    const found = await commented(() => {
        edit("Pulumi.edge.yaml", "https: 8443", "https: 84430");
        edit("Pulumi.dev.yaml", "https: 8443", "https: 9443");
        edit(app, /^( *)hsts: on/m, "$1hsts: off");
    });
    expectComment(found.markdown);
    expect(found.refused).toBe(true);
    expect(visibleLines(found.markdown)[0]).toBe("### evenkeel: edge and healthai are refused, dev changes");
    expect(found.markdown).toMatch(/^- \*\*Refused\*\*, edge, site\.https: found 84430; allowed a whole number from 1 to 65535\. /m);
    expect(found.markdown).toMatch(/^- \*\*Refused\*\*, healthai, .*policy hsts: found .* More: .*docs\/policies\/hsts\.md$/m);
});

test("a stack whose file goes is missed, a new one is told, and neither shows secrets that stand in clear", { timeout }, async () => {
    const found = await commented(() => {
        edit(app, "  evenkeel:site:\n", "  evenkeel:site:\n    headers: { X-Api-Key: MARKER-OF-A-SECRET }\n");
        edit(app, /^( *)env:\n/m, "$1env:\n$1  DB_PASSWORD: MARKER-OF-A-SECRET-2\n");
        repository.git("mv", "Pulumi.dev.yaml", "Pulumi.demo.yaml");
    });
    expect(found.markdown).toContain("X-Api-Key");
    expect(found.markdown).not.toContain("MARKER");
    expect(found.markdown).toMatch(/- \*\*demo\*\*:\n {2}- a new stack on the host/);
    expect(found.markdown).toMatch(/- \*\*dev\*\*: its stack file is removed\. \*\*Careful:\*\* What it has deployed goes on running/);
});

test("an image that is built from changed files is no unchanged stack", { timeout }, async () => {
    repository.git("checkout", "--quiet", "--force", "-B", "building", "main");
    // There both here and in the repository, as the project is in a user's own.
    edit(app, "image: healthai-rag:1.0.0", "build: { context: components/tls }");
    repository.write("components/tls/Dockerfile", "FROM scratch\n");
    repository.commit("Builds its image");
    repository.write("components/tls/Dockerfile", "FROM alpine:3.22.1\n");
    repository.commit("Other files");
    const { markdown } = await review(repository.folder, [], "HEAD^1");
    expect(visibleLines(markdown)[1]).toBe("- **healthai**: app: its image is built anew from 1 changed file (Dockerfile), and every instance is replaced.");
});

test("on a cluster, the objects are told where they change, and are no other version's doing", { timeout }, async () => {
    repository.git("checkout", "--quiet", "--force", "-B", "cluster", "main");
    repository.write(app, shipped("examples/healthai-kubernetes.yaml"));
    repository.commit("On a cluster");
    edit(app, "min: 3", "min: 4");
    repository.commit("More pods");
    const { markdown } = await review(repository.folder, [], "HEAD^1");
    expectComment(markdown);
    expect(visibleLines(markdown)[1]).toBe("- **healthai**: app: autoscaling.min 3 to 4; nothing else changes (with it, retries.attempts 4 to 5).");
    expect(markdown).toMatch(/^\+ +minReplicas: 4$/m);
    expect(markdown).not.toContain("deployment-healthai-app.yaml");
});

test("what its own code can't render any more is rendered by today's, and the comment says so", { timeout }, async () => {
    repository.git("checkout", "--quiet", "--force", "-B", "half-done", "main");
    repository.write("components/config/validate.ts", 'throw new Error("half-done");\n');
    repository.commit("Half-done");
    const { markdown } = await review(repository.folder, ["Pulumi.dev.yaml"].map(file => join(repository.folder, file)), "half-done");
    expect(markdown).toContain("rendered by the code of this commit, because its own can't: Error: half-done");
    expect(visibleLines(markdown)[0]).toBe("### evenkeel: nothing changes");
});

test("nothing is left of what it is compared with", () => {
    expect(repository.git("worktree", "list").trim().split("\n")).toHaveLength(1);
});

test("what can't be read of before is no new stack, and what is taken away can be asked for by its name", { timeout }, async () => {
    repository.git("checkout", "--quiet", "--force", "-B", "broken", "main");
    edit("Pulumi.dev.yaml", "https: 8443", "https: 84430");
    repository.commit("Broken");
    edit("Pulumi.dev.yaml", "https: 84430", "https: 9443");
    repository.git("rm", "--quiet", app);
    repository.commit("Mended");
    const { markdown } = await review(repository.folder, [join(repository.folder, "Pulumi.dev.yaml"), "healthai"], "HEAD^1");
    expect(visibleLines(markdown).slice(1, 3)).toEqual([
        "- **healthai**: its stack file is removed. **Careful:** What it has deployed goes on running: take it down first, with `npm run down -- healthai`, while the file is there.",
        "- **Pulumi.dev.yaml**: what it was can't be read (site.https: found 84430), so there is nothing to compare with.",
    ]);
});
