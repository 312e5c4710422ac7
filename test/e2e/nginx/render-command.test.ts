import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { withNginx } from "./with-nginx";

const project = join(__dirname, "../../..");
const good = `config:
  evenkeel:host: { nodes: [{ address: 192.0.2.1, hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB1I/hsmAvbYYIQ6/OE9GcgaVWUVWZcQ5Vj3cUUGvgL1" }] }
  evenkeel:services:
    web: { routes: [/], port: 8000, instances: [10.0.0.1, app.internal] }
`;

withNginx("npm run render", () => {
    let folder: string;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "evenkeel-render-"));
    });

    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    function run(stackFile: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
        const stack = join(folder, "stack.yaml");
        writeFileSync(stack, stackFile);
        const env = { ...process.env, EVENKEEL_HOME: join(folder, "home"), INIT_CWD: folder };
        return spawnSync(process.execPath, ["--import", "tsx", "tools/render.ts", stack, ...args], { cwd: project, env, encoding: "utf8" });
    }

    it("writes the release and shows it to the checkers", () => {
        const { status, stdout, stderr } = run(good, "--out", "out", "--check");
        expect(`${status} ${stderr}`).toBe("0 ");
        expect(stdout).toContain("nginx -t: passed");
        expect(stdout).toContain("nginx/sites-enabled/evenkeel -> ../sites-available/evenkeel");
        expect(readlinkSync(join(folder, "out/nginx/sites-enabled/evenkeel"))).toBe("../sites-available/evenkeel");
        expect(readFileSync(join(folder, "out/nginx/conf.d/upstream.conf"), "utf8")).toContain("server             app.internal:8000 ");
        expect(existsSync(join(folder, "out/scripts/health_check.sh"))).toBe(true);
        expect(existsSync(join(folder, "home"))).toBe(false);
    });

    it("shows nginx a docker stack with addresses in the places of its slots, and writes their names", () => {
        const { status, stdout, stderr } = run(readFileSync(join(project, "examples/healthai-docker.yaml"), "utf8"), "--out", "out", "--check");
        expect(`${status} ${stderr}`).toBe("0 ");
        expect(stdout).toContain("nginx -t: passed");
        expect(readFileSync(join(folder, "out/nginx/conf.d/upstream.conf"), "utf8")).toMatch(/server {13}\w+-1:8000 /);
        expect(existsSync(join(folder, "out/scripts"))).toBe(false);
    });

    it("shows nginx a stack for a cluster with addresses of pods, and shellcheck the scripts of the proxy's pod", () => {
        const { status, stdout, stderr } = run(readFileSync(join(project, "examples/healthai-kubernetes.yaml"), "utf8"), "--out", "out", "--check");
        expect(`${String(status)} ${stderr}`).toBe("0 ");
        expect(stdout).toContain("nginx -t: passed");
        expect(stdout).toMatch(/^shellcheck: (passed|not on this machine)$/m);
        expect(readFileSync(join(folder, "out/nginx/conf.d/upstream.conf"), "utf8")).toContain("server             healthai-app-pods:8000 ");
        expect(existsSync(join(folder, "out/scripts"))).toBe(false);
    });

    it("replaces an earlier release whole", () => {
        run(good, "--out", "out");
        const { status } = run(good.replace("routes: [/]", "routes: [/only]"), "--out", "out");
        expect(status).toBe(0);
        expect(readdirSync(join(folder, "out/nginx/snippets/evenkeel"))).toContain("route+only.conf");
        expect(readdirSync(join(folder, "out/nginx/snippets/evenkeel"))).not.toContain("route+.conf");
    });

    it("leaves a folder with anything else in it alone", () => {
        mkdirSync(join(folder, "nginx"));
        writeFileSync(join(folder, "nginx/mine"), "");
        const { status, stderr } = run(good, "--out", ".");
        expect(status, stderr).toBe(2);
        expect(stderr).toContain("holds other files. Name an empty folder");
        expect(existsSync(join(folder, "nginx/mine"))).toBe(true);
    });

    it.each([
        ["a wrong stack file", good.replace("10.0.0.1", "10.0.0.256"), ["--out", "out"], "services.web.instances[0]"],
        ["no folder", good, [], "--out DIR"],
        ["a flag that it does not know", good, ["--out", "out", "--force"], "--force"],
    ])("refuses %s with exit code 2", (_, stack, args, words) => {
        const { status, stderr } = run(stack, ...args);
        expect(status, stderr).toBe(2);
        expect(stderr).toContain(words);
        expect(existsSync(join(folder, "out"))).toBe(false);
    });
});
