import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { comparePaths } from "../../../components/config/path";
import { validate, type RawConfig } from "../../../components/config/validate";
import { dockerStackFile, kubernetesStackFile, stackFile, validDockerStackFile, validKubernetesStackFile, validStackFile } from "../../arbitrary/stack-file";
import { placesOf } from "../../mutation/mutants";
import { complaintsAbout, fixtures, modelOf, project, rawOf, serviceWith, stackWith, textOf, yamlFiles } from "./stack-files";

/** Those that use every setting there is. */
const full = ["full.yaml", "full-docker.yaml", "full-kubernetes.yaml"];

describe("a right stack file", () => {
    const files = [
        ...yamlFiles(join(fixtures, "right")).map((name) => join(fixtures, "right", name)),
        ...yamlFiles(project).filter((name) => name.startsWith("Pulumi.")).map((name) => join(project, name)),
        ...yamlFiles(join(project, "examples")).map((name) => join(project, "examples", name)),
    ].filter((file) => !file.endsWith("Pulumi.yaml"));

    it.each(files)("%s has nothing wrong with it", (file) => {
        expect(complaintsAbout(textOf(file))).toBe("");
    });
});

describe("any text", () => {
    const piece = fc.constantFrom("config:", "\n", "  ", "- ", "evenkeel:site: ", "{", "}", "[", "]", "&a ", "*a", "<<: ", "!!map ", "? ", ": ", "|", "'", '"', "#", "\t", "%", "---");

    it.each(["[", "{a: "])("nested without end is called that: %s", (opening) => {
        expect(complaintsAbout(`config:\n  evenkeel:services: ${opening.repeat(50_000)}`)).toContain("nested too deep to be read");
    });

    it.each([["at random", fc.string()], ["of the pieces of YAML", fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(""))]])("%s gets an answer", (_, text) => {
        fc.assert(fc.property(text, (value) => {
            expect(typeof complaintsAbout(value)).toBe("string");
        }), { numRuns: 300 });
    });
});

describe("any JSON value", () => {
    it("gets a model or problems, and never an exception", () => {
        fc.assert(fc.property(fc.jsonValue(), (value) => {
            expectAnAnswer(value as RawConfig);
        }));
    });

    it("anywhere in a stack file gets the same", () => {
        fc.assert(fc.property(fc.oneof(stackFile, dockerStackFile, kubernetesStackFile), fc.jsonValue(), fc.nat(), (raw, value, seed) => {
            expectAnAnswer(withValueAt(raw, value, seed));
        }), { numRuns: 150 });
    });

    const natural = JSON.parse('{"constructor": {}, "toString": {}, "valueOf": {}, "__proto__": {}}') as unknown;

    it.each(full)("that has what objects have by nature gets the same, anywhere in %s", (file) => {
        for (const place of placesOf(rawOf(textOf(fixtures, "right", file)))) {
            for (const value of [natural, [natural], { length: 3 }]) {
                expectAnAnswer(place.with(value));
            }
        }
    });

    function expectAnAnswer(raw: RawConfig): void {
        const result = validate(raw);
        expect("model" in result || result.problems.length > 0).toBe(true);
    }
});

/** Puts a value in the place of another one, at a depth and a place that the seed decides. */
function withValueAt(raw: unknown, value: unknown, seed: number): RawConfig {
    return replaced(raw, value, seed) as RawConfig;
}

function replaced(node: unknown, value: unknown, seed: number): unknown {
    const keys = typeof node === "object" && node !== null ? Object.keys(node) : [];
    const key = keys[seed % Math.max(1, keys.length)];
    if (key === undefined || seed % 5 === 4) {
        return value;
    }
    const inner = replaced((node as Record<string, unknown>)[key], value, Math.floor(seed / 7) + 1);
    return Array.isArray(node) ? node.map((item: unknown, i) => (String(i) === key ? inner : item)) : { ...(node as object), [key]: inner };
}

describe("problems", () => {
    it("come in the order of their paths, items by number", () => {
        const instances = Array.from({ length: 12 }, () => "nowhere:0");
        const result = validate(serviceWith({ instances }, { site: { http: "80" }, target: "podman" }));
        const paths = "problems" in result ? result.problems.map(({ path }) => path) : [];
        expect(paths).toEqual([...instances.map((_, i) => `services.api.instances[${i}]`), "site.http", "target"]);
        expect([...paths].sort(comparePaths)).toEqual(paths);
    });

    it("of one setting don't hide those of others", () => {
        const result = validate({ services: { a: { routes: "/", instances: ["10.0.0.5:1", "10.0.0.5:1"] }, b: { routes: ["/x", "/x"], instances: 1 } }, host: {} });
        expect("problems" in result ? result.problems.map(({ path }) => path) : []).toEqual([
            "host.nodes",
            "services.a.instances[1]",
            "services.a.routes",
            "services.b.instances",
            "services.b.routes[1]",
        ]);
    });

    it("don't follow from other problems: a wrong interval is not compared with the timeout", () => {
        const result = validate(serviceWith({ health: { interval: "soon", timeout: "5s" } }));
        expect("problems" in result ? result.problems.map(({ path }) => path) : []).toEqual(["services.api.health.interval"]);
    });

    it("escape what a terminal would obey", () => {
        const words = complaintsAbout('config:\n  evenkeel:services:\n    "a\\e[31m\\x9b\\u202e": {}\n  evenkeel:host: {sandbox: true}\n');
        expect(words).toContain("\\u001b[31m\\u{9b}\\u{202e}");
        expect(words).toMatch(/^[\P{C}\n]+$/u);
    });

    it("name keys that no object should have by nature", () => {
        const result = validate(JSON.parse('{"__proto__": {"a": 1}, "constructor": 1, "services": {"__proto__": {}}, "host": {"sandbox": true}}') as RawConfig);
        expect("problems" in result ? result.problems.map(({ path }) => path) : []).toEqual([
            "__proto__",
            "constructor",
            "services.__proto__",
            "services.__proto__.instances",
            "services.__proto__.routes",
        ]);
    });
});

describe("order", () => {
    it("of keys and list items makes no difference", () => {
        fc.assert(fc.property(fc.oneof(validStackFile, validDockerStackFile, validKubernetesStackFile), fc.integer(), (raw, seed) => {
            expect(modelOf(shuffled(raw, seed))).toStrictEqual(modelOf(raw));
        }), { numRuns: 100 });
    });

    it("of hosts decides which is the main name, and of nodes which is updated first", () => {
        const site = { hosts: ["c.example.com", "b.example.com", "a.example.com"] };
        expect(modelOf(stackWith({ site })).site.hosts).toEqual(["c.example.com", "a.example.com", "b.example.com"]);
        const full = rawOf(textOf(fixtures, "right", "full.yaml"));
        expect(modelOf(full).target).toMatchObject({ nodes: [{ address: "192.168.10.30" }, { address: "192.168.10.31" }] });
    });
});

/** The lists whose first item or whole order says something. */
const ordered = ["hosts", "nodes", "command"];

function shuffled(raw: RawConfig, seed: number): RawConfig {
    return mixed(raw, seed, "") as RawConfig;
}

function mixed(node: unknown, seed: number, key: string): unknown {
    if (Array.isArray(node)) {
        const items = node.map((item: unknown) => mixed(item, seed, ""));
        return ordered.includes(key) ? items : turned(items, seed);
    }
    if (typeof node !== "object" || node === null) {
        return node;
    }
    return Object.fromEntries(turned(Object.entries(node).map(([name, value]) => [name, mixed(value, seed, name)] as const), seed));
}

function turned<T>(items: readonly T[], seed: number): T[] {
    const at = items.length === 0 ? 0 : Math.abs(seed) % items.length;
    const cut = [...items.slice(at), ...items.slice(0, at)];
    return seed % 2 === 0 ? cut : cut.reverse();
}
