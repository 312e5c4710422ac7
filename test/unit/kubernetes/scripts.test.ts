import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { kubernetesSettings } from "../../../components/targets/kubernetes/settings-file";
import { expandScript, podScripts } from "../../../components/targets/kubernetes/scripts";
import { kubernetesModel, kubernetesService } from "./model";

const targets = join(__dirname, "../../../components/targets");
const folder = join(targets, "kubernetes/scripts");
const containers = join(targets, "container-scripts");
const isInstalled = spawnSync("shellcheck", ["--version"]).status === 0;
let scratch: string;

beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), "evenkeel-pod-scripts-"));
});

afterEach(() => {
    rmSync(scratch, { recursive: true });
});

function place(path: string, content: string): string {
    mkdirSync(join(scratch, path, ".."), { recursive: true });
    writeFileSync(join(scratch, path), content);
    return join(scratch, path);
}

function scriptsIn(place: string): string[] {
    return readdirSync(place, { recursive: true, encoding: "utf8" }).filter(path => path.endsWith(".sh"));
}

describe("the scripts of the proxy's pod", () => {
    const paths = podScripts.map(({ path }) => path);

    test.skipIf(!isInstalled)("satisfy shellcheck (skipped where it is not installed)", () => {
        const entries = [...scriptsIn(folder).map(path => join(folder, path)), ...["agent.sh", "alive.sh"].map(path => join(containers, path))].filter(path => readFileSync(path, "utf8").startsWith("#!"));
        expect(entries.length).toBeGreaterThan(3);
        expect(spawnSync("shellcheck", ["-x", "-P", folder, "-P", containers, ...entries], { encoding: "utf8" }).stdout).toBe("");
    });

    test("are all there, each once, with those that they read", () => {
        expect(paths).toEqual(expect.arrayContaining([...scriptsIn(folder), ...scriptsIn(containers)]));
        expect(new Set(paths).size).toBe(paths.length);
        const read = podScripts.flatMap(({ content }) => [...content.matchAll(/(?:^ *\. |sh )"\$here\/([^"]+)"/gm)].map(([, path]) => path ?? ""));
        expect(read.length).toBeGreaterThan(15);
        expect(read.filter(path => !paths.includes(path))).toEqual([]);
    });

    test("are ones that a plain POSIX shell can read", () => {
        for (const { path, content } of podScripts) {
            expect(spawnSync("sh", ["-n"], { input: content, encoding: "utf8" }), path).toMatchObject({ status: 0, stderr: "" });
        }
    });
});

describe("what the name service says", () => {
    const wanted = ["wanted evenkeel_app app-pods 8000", "wanted evenkeel_app app-backup-pods 8000", "wanted evenkeel_api api-pods 9000"];
    const domain = "shop.svc.cluster.local";
    const known = "10.0.0.1 STREAM kubernetes.default.svc.cluster.local";
    const app = (address: string): string[] => [`${address} STREAM app-pods.${domain}`, `${address} DGRAM`, `${address} RAW`];
    const api = [`10.1.0.9 STREAM api-pods.${domain}`, "10.1.0.9 DGRAM"];
    const backup = [`10.1.0.8 STREAM app-backup-pods.${domain}`];
    const before = "api-pods 10.1.0.9:9000\napp-backup-pods 127.0.0.1:1 down\napp-pods 10.1.0.1:8000\napp-pods 10.1.0.2:8000\n";

    /** @param missed names with how often they were asked for in vain until now. */
    function looked(answers: readonly string[], kept = "", missed: Readonly<Record<string, number>> = {}): string[] {
        const lines = [...wanted, ...Object.entries(missed).map(([name, times]) => `missed ${name} ${String(times)}`), ...answers];
        const script = '. "$0"; next_addresses "$1" | LC_ALL=C sort -u';
        return execFileSync("sh", ["-c", script, join(folder, "lookup.sh"), place("before", kept)], { input: `${lines.join("\n")}\n`, encoding: "utf8" }).split("\n").slice(0, -1);
    }

    test("is taken in one order, each address once, with the port of its service", () => {
        const answers = [...app("10.1.0.7"), "10.1.0.3 STREAM", "10.1.0.3 DGRAM", `fd00::9 STREAM api-pods.${domain}`, "fd00::8 STREAM", ...backup, known];
        expect(looked(answers)).toEqual(["api-pods [fd00::8]:9000", "api-pods [fd00::9]:9000", "app-backup-pods 10.1.0.8:8000", "app-pods 10.1.0.3:8000", "app-pods 10.1.0.7:8000"]);
        expect(looked([...app("10.1.0.3"), "10.1.0.7 STREAM", ...answers.slice(5)])).toEqual(looked(answers));
    });

    test("is nothing where it did not answer", () => {
        expect(looked([], before)).toEqual([]);
    });

    test("is not believed at once when a name has no pods any more", () => {
        const kept = ["app-pods 10.1.0.1:8000", "app-pods 10.1.0.2:8000"];
        const nothing = [...api, ...backup, known];
        expect(looked(nothing, before)).toEqual(["! missed app-pods 1", "api-pods 10.1.0.9:9000", "app-backup-pods 10.1.0.8:8000", ...kept]);
        expect(looked(nothing, before, { "app-pods": 1 })).toEqual(expect.arrayContaining(kept));
        expect(looked(nothing, before, { "app-pods": 2 })).toEqual(["! missed app-pods 3", "api-pods 10.1.0.9:9000", "app-backup-pods 10.1.0.8:8000", "app-pods 127.0.0.1:1 down"]);
    });

    test("takes no address away from a service that has none left", () => {
        const missed = { "app-pods": 2, "app-backup-pods": 2 };
        expect(looked([...api, known], before, missed)).toEqual([
            "! missed app-backup-pods 3", "! missed app-pods 3", "! say no pod of app-pods is ready: it keeps the addresses it had",
            "api-pods 10.1.0.9:9000", "app-backup-pods 127.0.0.1:1 down", "app-pods 10.1.0.1:8000", "app-pods 10.1.0.2:8000",
        ]);
        expect(looked([...api, known], before, { "app-pods": 9, "app-backup-pods": 9 }).filter(line => line.includes("say"))).toEqual([]);
    });

    test("is waited for at the beginning, and then done without", () => {
        expect(looked([...app("10.1.0.1"), known])).toEqual(expect.arrayContaining(["! unsettled", "app-pods 10.1.0.1:8000"]));
        const missed = { "api-pods": 2, "app-backup-pods": 2 };
        expect(looked([...app("10.1.0.1"), known], "", missed)).toEqual([
            "! missed api-pods 3", "! missed app-backup-pods 3", "api-pods 127.0.0.1:1 down", "app-backup-pods 127.0.0.1:1 down", "app-pods 10.1.0.1:8000",
        ]);
    });

    test("is enough from the stack's own names, where the cluster's are hidden", () => {
        expect(looked([...app("10.1.0.1"), ...api, ...backup])).toHaveLength(3);
    });
});

describe("a release with the addresses of pods", () => {
    const model = kubernetesModel({ services: [kubernetesService("app", { backups: 1 }), kubernetesService("api")] });
    const upstream = `# managed by evenkeel, sha256 0
upstream evenkeel_app {
    server             evenkeel-app-pods:8000 weight=3 max_fails=2 fail_timeout=10s;
    server             evenkeel-app-backup-pods:8000 max_fails=2 fail_timeout=10s backup;
}

upstream evenkeel_app.all {
    server             evenkeel-app-pods:8000 max_fails=0;
}
`;

    function expand(slots: readonly string[]): { readonly upstream: string; readonly settings: string; readonly names: string } {
        const file = place("nginx/conf.d/upstream.conf", upstream);
        const settings = place("config/load_balancer.yaml", `# managed by evenkeel, sha256 0\n${kubernetesSettings(model)}`);
        execFileSync("sh", [expandScript, scratch], { input: slots.map(line => `${line}\n`).join("") });
        const [made = "", told = "", names = ""] = [file, settings, join(scratch, "nginx/conf.d/slots.conf")].map(path => readFileSync(path, "utf8"));
        return { upstream: made, settings: told, names };
    }

    const some = ["evenkeel-api-pods 127.0.0.1:1 down", "evenkeel-app-backup-pods 10.1.0.8:8000", "evenkeel-app-pods 10.1.0.1:8000", "evenkeel-app-pods [fd00::2]:8000"];

    test("has a server for each, in both blocks of a service", () => {
        expect(expand(some).upstream).toBe(`# With the addresses of pods. As it was rendered, this file is in the ConfigMap of the release.
upstream evenkeel_app {
    server             10.1.0.1:8000 weight=3 max_fails=2 fail_timeout=10s; # evenkeel-app-pods
    server             [fd00::2]:8000 weight=3 max_fails=2 fail_timeout=10s; # evenkeel-app-pods
    server             10.1.0.8:8000 max_fails=2 fail_timeout=10s backup; # evenkeel-app-backup-pods
}

upstream evenkeel_app.all {
    server             10.1.0.1:8000 max_fails=0; # evenkeel-app-pods
    server             [fd00::2]:8000 max_fails=0; # evenkeel-app-pods
}
`);
    });

    test("sends nothing to a service that has none", () => {
        const { upstream: made } = expand(some.map(line => (line.startsWith("evenkeel-app-backup") ? "evenkeel-app-backup-pods 127.0.0.1:1 down" : line)));
        expect(made).toContain("    server             127.0.0.1:1 max_fails=2 fail_timeout=10s backup down; # evenkeel-app-backup-pods\n");
    });

    test("tells the health checker each of them, and the name of those who have none", () => {
        const { settings } = expand(some);
        expect(settings).toContain('    instances:\n      - "10.1.0.1:8000"\n      - "[fd00::2]:8000"\n    backup:\n      - "10.1.0.8:8000"\n');
        expect(settings).toContain('    instances:\n      - "evenkeel-api-pods:8000"\n');
    });

    test("is another one when an address has changed", () => {
        const identity = (slots: readonly string[]): string => /default ([0-9a-f]{16});/.exec(expand(slots).names)?.[1] ?? "";
        expect(identity(some)).toHaveLength(16);
        expect(identity(some)).toBe(identity(some));
        expect(identity(some.map(line => line.replace("10.1.0.1", "10.1.0.2")))).not.toBe(identity(some));
    });

    test("opens no IPv6 socket where the kernel has none", () => {
        const sites = ["nginx/sites-available/x", "nginx/sites-enabled/x"].map(path => place(path, "    listen      80 default_server;\n    listen      [::]:80 default_server;\n    listen      unix:/run/x;\n"));
        const leaveOut = (kernel: string): string[] => {
            execFileSync("sh", ["-c", '. "$0"; staged=$1 ipv6=$2; leave_out_ipv6', join(folder, "release.sh"), scratch, kernel]);
            return sites.map(path => readFileSync(path, "utf8"));
        };
        expect(leaveOut("/proc/self/stat")[0]).toContain("[::]:80");
        expect(leaveOut("/proc/none")).toEqual(Array.from({ length: 2 }, () => "    listen      80 default_server;\n    listen      unix:/run/x;\n"));
    });

    test("is refused where an address is missing", () => {
        place("nginx/conf.d/upstream.conf", upstream);
        place("config/load_balancer.yaml", "# first\n");
        expect(spawnSync("sh", [expandScript, scratch], { input: "evenkeel-app-pods 10.1.0.1:8000\n", encoding: "utf8" })).toMatchObject({ status: 1, stderr: "there is no address for evenkeel-app-backup-pods\n" });
    });
});
