import { join } from "node:path";
import Ajv from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { catalog } from "../../../components/config/reference/catalog";
import { referenceFiles } from "../../../components/config/reference/files";
import { stackSchema } from "../../../components/config/reference/schema";
import { settings } from "../../../components/config/settings/stack";
import { validDockerStackFile, validKubernetesStackFile, validStackFile } from "../../arbitrary/stack-file";
import { fixtures, project, textOf, yamlFiles } from "./stack-files";

const entries = catalog(settings);
const current = entries.filter(({ setting }) => setting.presence.kind !== "later");

describe("the generated reference", () => {
    it.each(referenceFiles().map(({ path, content }) => [path, content]))("%s is up to date (else: npm run generate)", (path, content) => {
        expect(textOf(project, path)).toBe(content);
    });

    it("explains every setting in one sentence", () => {
        for (const { path, setting } of entries) {
            expect(setting.doc, path).toMatch(/^[^\n|]{8,200}\.$/);
        }
    });

    it("names the new place of every former variable", () => {
        const names = new Set(entries.flatMap(({ setting }) => setting.formerly?.name ?? []));
        expect([...names].sort()).toEqual([
            "FAILOVER_TIMEOUT",
            "GZIP_COMPRESSION",
            "HEALTH_CHECK_INTERVAL",
            "LOAD_BALANCER_METHOD",
            "NGINX_WORKER_CONNECTIONS",
            "NGINX_WORKER_PROCESSES",
            "UPSTREAM_KEEPALIVE",
        ]);
    });
});

describe("the registry", () => {
    it("has every setting of the full examples, and the examples every setting", () => {
        const configs = yamlFiles(join(fixtures, "right")).map((name) => (parse(textOf(fixtures, "right", name)) as { config: Record<string, unknown> }).config);
        const used = new Set(configs.flatMap((config) => Object.entries(config)).flatMap(([key, value]) => (key.startsWith("evenkeel:") ? patternsIn(value, key.slice(9)) : [])));
        expect(current.map(({ path }) => path).filter((path) => !used.has(path))).toEqual([]);
    });
});

/** The paths of a value with the names of the user's own and the numbers of items left out. */
function patternsIn(value: unknown, path: string): string[] {
    if (Array.isArray(value)) {
        return [path, ...value.flatMap((item) => patternsIn(item, `${path}[]`))];
    }
    if (typeof value !== "object" || value === null) {
        return [path];
    }
    const own = /^(services|policies|site\.headers|kubernetes\.(services|services\.\*\.volumes|monitoring\.labels|expose\.annotations|expose\.ingress\.annotations))$/.test(path);
    return [path, ...Object.entries(value).flatMap(([key, inner]) => patternsIn(inner, `${path}.${own ? "*" : key}`))];
}

describe("the JSON schema", () => {
    const accepts = new Ajv({ strict: true, allowUnionTypes: true, validateFormats: false }).compile(stackSchema());

    it.each(yamlFiles(join(fixtures, "right")))("accepts %s", (name) => {
        expect(accepts(parse(textOf(fixtures, "right", name))), JSON.stringify(accepts.errors)).toBe(true);
    });

    it("accepts whatever the validator accepts", () => {
        fc.assert(fc.property(fc.oneof(validStackFile, validDockerStackFile, validKubernetesStackFile), (raw) => {
            const config = Object.fromEntries(Object.entries(raw).map(([key, value]) => [`evenkeel:${key}`, value]));
            expect(accepts({ config }), JSON.stringify(accepts.errors)).toBe(true);
        }), { numRuns: 100 });
    });

    it.each(["block-unknown", "environment-misspelt", "policies-names", "policies-levels", "later-blocks", "site-port-quoted", "tls-acme", "services-missing", "docker-instances-many", "docker-image-references", "docker-resources-values", "docker-volumes-of-compose", "docker-secrets-in-clear", "docker-engine-scheme", "monitoring-ports-values", "kubernetes-block", "kubernetes-namespace-default", "kubernetes-autoscaling-values", "kubernetes-autoscaling-on", "kubernetes-expose-values", "kubernetes-probes", "kubernetes-volumes-values", "kubernetes-monitoring", "route-without-path", "site-drain-number", "health-former-name"])(
        "refuses %s.yaml",
        (name) => {
            expect(accepts(parse(textOf(fixtures, "wrong", `${name}.yaml`)))).toBe(false);
        },
    );
});
