import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { proxyScript } from "../../../components/targets/container-scripts";
import { agentScripts } from "../../../components/targets/docker/scripts";

const targets = join(__dirname, "../../../components/targets");
const folder = join(targets, "docker/scripts");
const containers = join(targets, "container-scripts");
const own = scriptsIn(folder).filter(path => !path.startsWith("local/"));
const isInstalled = spawnSync("shellcheck", ["--version"]).status === 0;

function scriptsIn(place: string): string[] {
    return readdirSync(place, { recursive: true, encoding: "utf8" }).filter(path => path.endsWith(".sh")).sort();
}

/** Names of the functions that the scripts of some folders define; those of the proxy, and for where docker runs, stand alone. */
function functionsIn(...places: readonly string[]): Set<string> {
    const texts = places.flatMap(place => scriptsIn(place).filter(path => !/^(local\/|proxy\.sh)/.test(path)).map(path => readFileSync(join(place, path), "utf8")));
    const text = texts.join("\n");
    return new Set([...text.matchAll(/^([a-z_]+)\(\) \{/gm)].map(([, name]) => name ?? ""));
}

describe("the scripts of the agent and the proxy", () => {
    test.skipIf(!isInstalled)("satisfy shellcheck (skipped where it is not installed)", () => {
        const entries = [...own.map(path => join(folder, path)), join(containers, "agent.sh")].filter(path => readFileSync(path, "utf8").startsWith("#!"));
        expect(entries.length).toBeGreaterThan(5);
        expect(spawnSync("shellcheck", ["-x", "-P", containers, ...entries], { encoding: "utf8" }).stdout).toBe("");
        expect(spawnSync("shellcheck", ["-s", "sh", join(containers, "proxy.sh")], { encoding: "utf8" }).stdout).toBe("");
    });

    test("are all uploaded, with those that other targets have too, but for the proxy's", () => {
        const sent = agentScripts.map(({ path }) => path.replace(/^scripts\//, "")).sort();
        const shared = [...scriptsIn(containers).filter(path => path !== "proxy.sh"), ...scriptsIn(join(targets, "scripts"))];
        expect(sent).toEqual([...own, ...shared].sort());
    });

    test("are ones that a plain POSIX shell can read", () => {
        for (const { path, content } of [...agentScripts, { path: "proxy.sh", content: proxyScript }]) {
            expect(spawnSync("sh", ["-n"], { input: content, encoding: "utf8" }), path).toMatchObject({ status: 0, stderr: "" });
        }
    });
});

describe("what the shared scripts need of a machine", () => {
    const list = readFileSync(join(targets, "scripts/release/apply.sh"), "utf8");
    const named = [...list.matchAll(/^#   ([a-z_]+) {2,}/gm)].map(([, name]) => name ?? "");

    test.each([
        ["host", ["host/scripts"], []],
        ["docker", ["docker/scripts", "container-scripts"], ["measure_services"]],
    ])("is all there for %s, and nothing shared is overridden by accident", (_, folders: string[], onPurpose: string[]) => {
        const machine = functionsIn(...folders.map(each => join(targets, each)));
        expect(named.length).toBeGreaterThan(12);
        expect(named.filter(name => !machine.has(name))).toEqual([]);
        const shared = functionsIn(join(targets, "scripts"));
        expect([...machine].filter(name => shared.has(name))).toEqual(onPurpose);
    });
});

describe("a release with its slots", () => {
    const upstream = `# managed by evenkeel, sha256 0
upstream evenkeel_app {
    server             app-1:8000 max_fails=2 fail_timeout=10s;
    server             app-2:8000 max_fails=2 fail_timeout=10s;
    server             app-backup-1:8000 max_fails=2 fail_timeout=10s backup;
}

upstream evenkeel_app.all {
    server             app-1:8000 max_fails=0;
}
`;

    function expand(slots: string): { readonly upstream: string; readonly slots: string; readonly names: string } {
        const script = `
            set -e
            cd "$(mktemp -d)"
            mkdir -p release/nginx/conf.d release/config
            cat >release/nginx/conf.d/upstream.conf
            echo "app-9 10.0.0.99:1 gone" >before
            sh "$0" release before
            printf '%s' "$1" >slots
            sh "$0" release slots
            cat release/nginx/conf.d/upstream.conf; echo @@; cat release/config/slots; echo @@; cat release/nginx/conf.d/slots.conf
            rm -r "$PWD"
        `;
        const [first = "", second = "", third = ""] = execFileSync("sh", ["-c", script, join(folder, "expand.sh"), slots], { input: upstream, encoding: "utf8" }).split("@@\n");
        return { upstream: first, slots: second, names: third };
    }

    test("has addresses in their places, whatever it had before", () => {
        const made = expand("app-1 172.18.0.5:8000 a\napp-2 -:8000 b\napp-backup-1 172.18.0.7:9000 c\nother-1 172.18.0.8:80 d\n");
        expect(made.upstream).toBe(`# Where the slots are. As it was rendered, this file is config/upstream.conf.
upstream evenkeel_app {
    server             172.18.0.5:8000 max_fails=2 fail_timeout=10s; # app-1
    server             127.0.0.1:8000 max_fails=2 fail_timeout=10s down; # app-2
    server             172.18.0.7:9000 max_fails=2 fail_timeout=10s backup; # app-backup-1
}

upstream evenkeel_app.all {
    server             172.18.0.5:8000 max_fails=0; # app-1
}
`);
        expect(made.slots).toBe("app-1 172.18.0.5:8000\napp-2 127.0.0.1:8000 down\napp-backup-1 172.18.0.7:9000\n");
        expect(made.names).toContain("    172.18.0.5:8000 app-1;\n    172.18.0.7:9000 app-backup-1;\n    default");
    });

    test("is another one when an address that it uses has changed, and only then", () => {
        const identity = (slots: string): string => /default ([0-9a-f]{16});/.exec(expand(slots).names)?.[1] ?? "";
        const one = identity("app-1 172.18.0.5:8000 a\n");
        expect(one).toHaveLength(16);
        expect(identity("app-1 172.18.0.5:8000 b\nother-1 172.18.0.6:80 c\n")).toBe(one);
        expect(identity("app-1 172.18.0.6:8000 a\n")).not.toBe(one);
        expect(identity("")).not.toBe(one);
    });
});

describe("the files of the monitoring", () => {
    test("are those of the release, beside what the health checker writes", () => {
        const script = `
            set -eu
            cd "$(mktemp -d)"
            must() { shift; "$@"; }
            home=$PWD/home monitoring=$PWD/to
            . "$0"
            mkdir -p home/current/monitoring/rules to/metrics to/old
            echo one >home/current/monitoring/a.yml; echo two >home/current/monitoring/rules/b.yml
            echo before >to/a.yml; echo gone >to/old/c.yml; echo mine >to/metrics/evenkeel.prom
            copy_monitoring
            touch -d @0 to/a.yml
            copy_monitoring
            (cd to && find . | sort && cat a.yml rules/b.yml metrics/evenkeel.prom && stat -c %Y a.yml)
            rm -r "$PWD"
        `;
        const said = execFileSync("sh", ["-c", script, join(folder, "release/monitoring.sh")], { encoding: "utf8" });
        expect(said).toBe(".\n./a.yml\n./metrics\n./metrics/evenkeel.prom\n./rules\n./rules/b.yml\none\ntwo\nmine\n0\n");
    });
});
