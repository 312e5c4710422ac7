import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Model, Tls } from "../../../components/config/model";
import { readStackFile } from "../../../components/config/stack-file";
import { ms } from "../../../components/config/units";
import { validate } from "../../../components/config/validate";
import { summarize } from "../../../tools/changes/summary";
import { makePair } from "../../certificates";

const project = join(__dirname, "../../..");

type Replacement = readonly [string | RegExp, string];

function read(text: string): Model {
    const file = readStackFile(text);
    const result = "raw" in file ? validate(file.raw) : file;
    if ("problems" in result) {
        throw new Error(JSON.stringify(result.problems, null, 4));
    }
    return result.model;
}

/** What a summary says of edits of a shipped stack file, risks after a `!`. */
function after(file: string, ...edits: readonly Replacement[]): string[] {
    const before = readFileSync(join(project, file), "utf8");
    return lines(read(before), read(edited(before, edits)));
}

function edited(text: string, edits: readonly Replacement[]): string {
    return edits.reduce((all, [from, to]) => {
        const next = all.replace(from, to);
        expect(next, `nothing to replace: ${String(from)}`).not.toBe(all);
        return next;
    }, text);
}

function lines(before: Model | undefined, now: Model): string[] {
    return summarize(before, now).flatMap(({ text, risks }) => [text, ...risks.map(risk => `! ${risk}`)]);
}

const docker = "examples/healthai-docker.yaml";

describe("one edit, one sentence", () => {
    test.each<[string, string, Replacement[], string[]]>([
        ["more instances", docker, [["instances: 3", "instances: 5"]], ["app: 3 to 5 instances; nothing else changes (with it, retries.attempts 4 to 6)"]],
        ["instances by address", "Pulumi.dev.yaml", [["127.0.33.2]", "127.0.33.2, 127.0.33.3]"]], ["web_ui: 2 to 3 instances (127.0.33.3:3000 added); nothing else changes (with it, retries.attempts 3 to 4)"]],
        ["another address", "Pulumi.dev.yaml", [["127.0.33.2]", "127.0.33.7]"]], ["web_ui: 127.0.33.7:3000 added, 127.0.33.2:3000 removed; nothing else changes"]],
        ["no backup", docker, [["backup: 1", "backup: 0"]], ["app: 1 to 0 backups; nothing else changes (with it, retries.attempts 4 to 3)", "! Nothing serves while all of its instances are down."]],
        ["autoscaling", "Pulumi.prod.yaml", [["max: 10", "max: 20"]], ["app: autoscaling.max 10 to 20; nothing else changes"]],
        ["no autoscaling", "Pulumi.prod.yaml", [[/ {4}autoscaling:[^]*?(?= {4}probes:)/, ""]], ["app: autoscaling from 3 to 10 instances to 3 instances; nothing else changes"]],
        ["a timeout of a route", docker, [["read: 1m", "read: 90s"]], ["app /monitoring: timeouts.read 1m to 90s; nothing else changes"]],
        ["a timeout of all", "Pulumi.dev.yaml", [["  evenkeel:services:", "  evenkeel:defaults: { timeouts: { read: 6s } }\n  evenkeel:services:"]], ["all 6 routes: timeouts.read 4s to 6s; nothing else changes"]],
        ["an image", "Pulumi.prod.yaml", [["healthai-rag:1.0.0", "healthai-rag:1.1.0"]], ["app: image healthai-rag:1.0.0 to healthai-rag:1.1.0; nothing else changes"]],
        ["a port", "Pulumi.dev.yaml", [["https: 8443", "https: 9443"]], ["site.https 8443 to 9443; nothing else changes", "! Clients that use port 8443 are refused."]],
        ["another name", "Pulumi.prod.yaml", [["healthai-api.example.com", "api.example.org"]], ["site.hosts: api.example.org added, healthai-api.example.com removed", "! Clients that use healthai-api.example.com get 421.", "the stack's own certificate is made anew, for api.example.org", "api.example.org is the main one of site.hosts"]],
        ["isolation", docker, [["  evenkeel:docker:", "  evenkeel:docker:\n    isolated: true"]], ["docker.isolated false to true; nothing else changes", "! The instances reach nothing outside of this stack any more."]],
        ["a service less", "Pulumi.dev.yaml", [[/ {4}management_api:[^]*?(?= {4}web_ui:)/, ""]], ["management_api: removed; nothing else changes", "! Clients of /manage reach web_ui."]],
        ["the catch-all less", "Pulumi.dev.yaml", [[/ {4}web_ui:[^]*/, ""]], ["web_ui: removed; nothing else changes", "! Clients of /, /backup and /monitoring get 404."]],
        ["a secret", "Pulumi.prod.yaml", [["      # secrets: npm", "      secrets: { API_KEY: { secure: v1:AAAA:BBBB } }\n      # npm"]], ["app: secrets: API_KEY added; nothing else changes"]],
        ["a policy", "Pulumi.dev.yaml", [["  evenkeel:services:", "  evenkeel:policies: { rate-limit-on: disabled }\n  evenkeel:services:"]], ["policies.rate-limit-on as the environment has it to disabled; nothing else changes"]],
        ["policies that stop less", docker, [["  evenkeel:services:", "  evenkeel:policies: { tls-on: advisory, hsts: disabled, backup-instances: mandatory }\n  evenkeel:services:"]], ["policies.hsts as the environment has it to disabled", "! Nothing looks at hsts any more.", "policies.tls-on as the environment has it to advisory", "! tls-on only warns from now on.", "policies.backup-instances as the environment has it to mandatory"]],
        ["what it is for no more", "Pulumi.prod.yaml", [[/environment: production/, "environment: development"]], [expect.stringMatching(/^environment production to development/), expect.stringMatching(/^! Policies are less strict from now on: .*certificate-lifetime/)]],
        ["what it is for", "Pulumi.dev.yaml", [["  evenkeel:services:", "  evenkeel:environment: staging\n  evenkeel:services:"]], ["environment development to staging; nothing else changes"]],
        ["HSTS with preload", "Pulumi.dev.yaml", [[/^( *)mode: .*/m, "$1mode: self-signed\n$1hsts: { maxAge: 2y, includeSubdomains: true, preload: true }"]], ["tls.hsts off to { maxAge: 2y, includeSubdomains: true, preload: true }; nothing else changes", "! Browsers may ship with this rule: taking it back takes months."]],
    ])("%s", (_name, file, edits, expected) => {
        expect(after(file, ...edits)).toEqual(expected);
    });
});

describe("what keeps out less is told with whom it lets in", () => {
    const prod = "Pulumi.prod.yaml";

    test.each<[string, Replacement[], string[]]>([
        ["site.rateLimit", [["rateLimit: { rate: 100, burst: 1000 }", "rateLimit: off"]], ["site.rateLimit { rate: 100, burst: 1000 } to off; nothing else changes", "! No client is held to any number of requests."]],
        ["a route's", [["rateLimit: { rate: 20, burst: 40 }", "rateLimit: off"]], ["app /documents: rateLimit { rate: 20, burst: 40 } to off; nothing else changes", "! The route has no rate limit but the site's, if there is one."]],
        ["site.trustedProxies", [["trustedProxies: [", "trustedProxies: [10.9.0.0/16, "]], ["site.trustedProxies: 10.9.0.0/16 added; nothing else changes", "! From now on 10.9.0.0/16 may say in X-Forwarded-For which client it is."]],
        ["a volume", [[/ {8}- \{ name: backups.*\n/, ""], ["        volumes:\n          backups: { size: 50Gi }", "        {}"]], [expect.stringContaining("volumes: backups removed"), "! The instances find nothing any more of what they kept there; it stays where it is until you delete it."]],
    ])("%s", (_name, edits, expected) => {
        expect(after(prod, ...edits)).toEqual(expected);
    });

    test("operators, and with them the paths that are for them", () => {
        expect(after(prod, ["operators: [", "operators: [10.9.0.0/16, "])).toEqual(expect.arrayContaining(["! From now on 10.9.0.0/16 may reach what is for operators.", "! From now on 10.9.0.0/16 may use the route."]));
    });

    test("a route that was for some, and nothing of the other way round", () => {
        const few = read(edited(readFileSync(join(project, prod), "utf8"), [["allow: all", "allow: [10.0.0.0/8]"]]));
        const all = read(readFileSync(join(project, prod), "utf8"));
        expect(lines(few, all)).toEqual([expect.stringMatching(/allow 10\.0\.0\.0\/8 to all/), "! From now on everybody may use the route."]);
        expect(lines(all, few)).toHaveLength(1);
    });

    test("before what is added, and after what clients lose", () => {
        const told = after("Pulumi.dev.yaml", [/ {4}management_api:[^]*?(?= {4}web_ui:)/, ""], ["  evenkeel:services:", "  evenkeel:policies: { key-never-plain: disabled }\n  evenkeel:services:"], ["[127.0.31.1, 127.0.31.2]", "[127.0.31.1, 127.0.31.2, 127.0.31.3]"]);
        expect(told.filter(line => !line.startsWith("!")).map(line => line.split(" ")[0])).toEqual(["management_api:", "policies.key-never-plain", "embedding_service:"]);
    });
});

describe("what matters first", () => {
    test("what clients lose comes before what is added, scaled, or set otherwise", () => {
        const told = after("Pulumi.dev.yaml", [/ {4}management_api:[^]*?(?= {4}web_ui:)/, ""], ["[127.0.31.1, 127.0.31.2]", "[127.0.31.1, 127.0.31.2, 127.0.31.3]"], ["workerProcesses: auto", "workerProcesses: 3"]);
        expect(told.map(line => line.split(" ")[0])).toEqual(["management_api:", "!", "embedding_service:", "nginx.workerProcesses"]);
    });

    test("a new stack says where it will be and what it serves", () => {
        expect(lines(undefined, read(readFileSync(join(project, docker), "utf8")))).toEqual([
            expect.stringMatching(/^a new stack on docker/),
            expect.stringMatching(/^app: 3 instances and 1 backup of .*, on \/, \/backup/),
        ]);
    });

    test("another target: what is made, what goes, and how clients move", () => {
        const [before, now] = [docker, "examples/healthai-kubernetes.yaml"].map(file => read(readFileSync(join(project, file), "utf8")));
        const told = now === undefined ? [] : lines(before, now);
        expect(told[0]).toMatch(/^target docker to kubernetes: everything is made anew in the namespace/);
        expect(told[1]).toMatch(/^! Clients .* get no answer .* bring the new target up as a stack of its own/);
        expect(told[2]).toMatch(/Docker engine.* is removed at the end .* data volumes stay/);
        expect(told[3]).toMatch(/^app: 3 containers and 1 backup of .* to 3 pods/);
    });
});

describe("certificates", () => {
    const provided = (certificate: string): Model => ({ ...read(readFileSync(join(project, docker), "utf8")), tls: { mode: "provided", profile: "intermediate", hsts: null, certificate } });

    test("renewed: the same names for longer", async () => {
        const old = await makePair({ names: ["api.example.com"], to: new Date("2031-01-31") });
        const renewed = await makePair({ names: ["api.example.com"], to: new Date("2032-01-31") });
        expect(lines(provided(old.certificate), provided(renewed.certificate))).toEqual(["the certificate is renewed: same names, valid until 2032-01-31 instead of 2031-01-31; nothing else changes"]);
    });

    test("neither for longer: said to be another one, or its chain", async () => {
        const day = new Date("2031-01-31");
        const [old, same, sooner] = [await makePair({ names: ["api.example.com"], to: day }), await makePair({ names: ["api.example.com"], to: day }), await makePair({ names: ["api.example.com"], to: new Date("2030-06-30") })];
        const told = (certificate: string): string[] => lines(provided(old.certificate), provided(certificate));
        expect(told(same.certificate)).toEqual(["the certificate is another one: same names, valid until 2031-01-31 as before; nothing else changes"]);
        expect(told(sooner.certificate)).toEqual(["the certificate is another one: same names, valid until 2030-06-30 instead of 2031-01-31; nothing else changes"]);
        expect(told(`${old.certificate}\n${same.certificate}`)).toEqual(["the certificate has another chain: same names, valid until 2031-01-31 as before; nothing else changes"]);
    });

    test("for other names: who is left out is said", async () => {
        const old = await makePair({ names: ["api.example.com", "old.example.com"] });
        const other = await makePair({ names: ["api.example.com"] });
        const told = lines(provided(old.certificate), provided(other.certificate));
        expect(told).toEqual([expect.stringMatching(/for other names \(old\.example\.com removed\)/), "! Clients that use old.example.com refuse the certificate."]);
    });
});

describe("TLS", () => {
    const base = read(readFileSync(join(project, docker), "utf8"));
    const hsts = { maxAge: ms(365 * 86_400_000), includeSubdomains: false, preload: false };
    const own: Tls = { mode: "self-signed", profile: "intermediate", hsts };
    const provided: Tls = { mode: "provided", profile: "intermediate", hsts, certificate: "" };

    test.each<[Tls, Tls, string[]]>([
        [{ mode: "off", hsts: null }, own, [
            "tls.mode off to self-signed",
            "! Clients that use http are sent to https. Clients that do not trust the stack's own authority refuse the certificate.",
            "tls.hsts off to { maxAge: 1y, includeSubdomains: false, preload: false }",
            "! Browsers that have seen it insist on https for 1y, whatever you set later.",
        ]],
        [{ mode: "off", hsts: null }, { ...provided, hsts: null }, ["tls.mode off to provided; nothing else changes", "! Clients that use http are sent to https."]],
        [own, provided, ["tls.mode self-signed to provided; nothing else changes", "! Clients are shown your certificate in place of the stack's own."]],
        [provided, own, ["tls.mode provided to self-signed; nothing else changes", "! Clients that do not trust the stack's own authority refuse the certificate."]],
        [own, { mode: "off", hsts: null }, ["tls.mode self-signed to off; nothing else changes", "! Everything travels in clear, and clients that use https are refused: browsers that have seen its HSTS use nothing else."]],
        [{ ...own, hsts: null }, { mode: "off", hsts: null }, ["tls.mode self-signed to off; nothing else changes", "! Everything travels in clear, and clients that use https are refused."]],
        [own, { mode: "off", hsts }, ["tls.mode self-signed to off; nothing else changes", "! Only what ends TLS before the proxy speaks https to clients from now on."]],
        [{ mode: "off", hsts: null }, { mode: "off", hsts }, ["tls.hsts off to { maxAge: 1y, includeSubdomains: false, preload: false }; nothing else changes", "! Browsers that have seen it insist on https for 1y, whatever you set later."]],
        [{ mode: "off", hsts }, { mode: "off", hsts: null }, ["tls.hsts { maxAge: 1y, includeSubdomains: false, preload: false } to off; nothing else changes"]],
    ])("%o to %o", (before, now, expected) => {
        expect(lines({ ...base, tls: before }, { ...base, tls: now })).toEqual(expected);
    });
});

describe("values that may be secrets are never shown", () => {
    test.each([
        ["DB_PASSWORD", "hunter2-hunter2"],
        ["apiKey", "0123456789"],
        ["DATABASE_URL", "postgres://app:hunter2-hunter2@db/app"],
        ["ANYTHING", "ghp_0123456789"],
    ])("%s", (name, value) => {
        const told = after("Pulumi.prod.yaml", ["LOG_LEVEL: info", `LOG_LEVEL: info\n        ${name}: "${value}"`]).join("\n");
        expect(told).toContain(`env.${name} set to [masked]`);
        expect(told).not.toContain(value);
    });

    test("of a webhook, where it leads", () => {
        const before = read(readFileSync(join(project, docker), "utf8"));
        const { monitoring } = before;
        const now = { ...before, monitoring: monitoring && { ...monitoring, alerts: { ...monitoring.alerts, webhook: "https://hooks.example.com/services/T0/B0/verysecret" } } };
        const told = lines(before, now).join("\n");
        expect(told).toContain("https://hooks.example.com/[masked]");
        expect(told).not.toContain("verysecret");
    });
});
