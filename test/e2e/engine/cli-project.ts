import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";
import { marker } from "./engine-process";
import type { TestServer } from "./ssh-server";

/** The real Pulumi CLI, only where it and its plugins are on PATH: they are not downloaded for a test. */
const tools = ["pulumi", "pulumi-language-nodejs"];
/** Without the folder in which npm keeps its `pulumi`, which is a downloader. */
const searched = (process.env["PATH"] ?? "").split(delimiter).filter(directory => !directory.endsWith(join("node_modules", ".bin")));

/** Why there is no CLI for a program of these packages. */
export function whyNoCli(...packages: readonly string[]): string | undefined {
    const missing = [...tools, ...packages.map(name => `pulumi-resource-${name}`)].filter(tool => !searched.some(directory => existsSync(join(directory, tool))));
    return missing.length === 0 ? undefined : `${missing.join(", ")} not on PATH`;
}

/** A program of the tests as a Pulumi project with a stack `test` and a backend of its own, both in a temporary directory. */
export class CliProject {
    private readonly dir = mkdtempSync(join(tmpdir(), "engine-cli-"));
    readonly stackFile = join(this.dir, "Pulumi.test.yaml");

    /** @param program its file, beside this one */
    constructor(private readonly program: string) {}

    async init(): Promise<void> {
        mkdirSync(join(this.dir, "backend"));
        symlinkSync(resolve(__dirname, "../../../node_modules"), join(this.dir, "node_modules"));
        copyFileSync(join(__dirname, this.program), join(this.dir, "index.ts"));
        writeFileSync(join(this.dir, "Pulumi.yaml"), "name: evenkeel\nruntime: nodejs\nmain: index.ts\n");
        writeFileSync(join(this.dir, "package.json"), "{}\n");
        const compilerOptions = { target: "ES2022", module: "commonjs", moduleResolution: "node10", esModuleInterop: true, strict: true };
        writeFileSync(join(this.dir, "tsconfig.json"), JSON.stringify({ compilerOptions }));
        await this.pulumi("stack", "init");
    }

    /** For the program of commands. */
    async connect(server: TestServer): Promise<void> {
        await this.set("server", JSON.stringify({ port: server.port, hostKey: server.hostKey }));
        await this.set("privateKey", server.privateKey, "--secret");
        await this.set("marker", marker, "--secret");
    }

    async set(name: string, value: string, kind: "--plaintext" | "--secret" = "--plaintext"): Promise<void> {
        await this.pulumi("config", "set", `evenkeel:${name}`, kind, "--", value);
    }

    /** Not synchronously: the SSH server that the CLI speaks to lives in this process. */
    async pulumi(...args: string[]): Promise<string> {
        const env = {
            ...process.env,
            PATH: searched.join(delimiter),
            PULUMI_BACKEND_URL: `file://${join(this.dir, "backend")}`,
            PULUMI_CONFIG_PASSPHRASE: "test",
            PULUMI_SKIP_UPDATE_CHECK: "true",
            PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
            PULUMI_NODEJS_TRANSPILE_ONLY: "true",
        };
        const { stdout } = await promisify(execFile)("pulumi", ["--non-interactive", "-s", "test", ...args], { cwd: this.dir, env });
        return stdout;
    }

    remove(): void {
        rmSync(this.dir, { recursive: true });
    }
}
