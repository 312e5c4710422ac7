import { execFile, spawnSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const outputLimit = 64 * 1024 * 1024;

export type LinterName = "kubeconform" | "kube-score" | "checkov";

/** A linter of this machine, or why there is none; installed where it can be. */
export function findLinter(name: LinterName): { readonly program: string } | { readonly reason: string } {
    const { status, stdout } = spawnSync("sh", [join(__dirname, "install.sh"), name], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
    const last = stdout.trim().split("\n").at(-1) ?? "";
    return status === 0 ? { program: last } : { reason: last };
}

/** What a linter has against an object. */
export interface Finding {
    /** `checkov CKV_K8S_11` */
    readonly rule: string;
    readonly object: string;
}

/** @returns its standard output, whatever it ends with: a finding is no failure of the linter. */
async function outputOf(program: string, args: readonly string[]): Promise<string> {
    try {
        return (await run(program, args, { maxBuffer: outputLimit })).stdout;
    } catch (error) {
        const { stdout = "" } = error as { readonly stdout?: string };
        if (stdout === "") {
            throw error;
        }
        return stdout;
    }
}

interface CheckovReport {
    readonly summary: { readonly passed: number; readonly parsing_errors: number };
    readonly results: { readonly failed_checks: readonly { readonly check_id: string; readonly resource: string }[] };
}

export async function checkov(program: string, folder: string): Promise<Finding[]> {
    const report = JSON.parse(await outputOf(program, ["--directory", folder, "--framework", "kubernetes", "--skip-download", "--output", "json"])) as CheckovReport;
    if (report.summary.passed === 0 || report.summary.parsing_errors > 0) {
        throw new Error(`checkov has looked at nothing: ${JSON.stringify(report.summary)}`);
    }
    return report.results.failed_checks.map(({ check_id, resource }) => ({ rule: `checkov ${check_id}`, object: resource.split(".").at(-1) ?? "" }));
}

interface ScoredObject {
    readonly object_meta: { readonly name: string };
    readonly checks: readonly { readonly check: { readonly id: string }; readonly grade: number; readonly skipped: boolean }[];
}

/** The best grade that kube-score gives. */
const flawless = 10;

export async function kubeScore(program: string, files: readonly string[]): Promise<Finding[]> {
    const objects = JSON.parse(await outputOf(program, ["score", "--output-format", "json", ...files])) as readonly ScoredObject[];
    return objects.flatMap(({ object_meta, checks }) =>
        checks.filter(({ grade, skipped }) => !skipped && grade < flawless).map(({ check }) => ({ rule: `kube-score ${check.id}`, object: object_meta.name })),
    );
}

interface Validation {
    readonly resources: readonly { readonly filename: string; readonly status: string; readonly msg: string }[];
    readonly summary: { readonly valid: number; readonly invalid: number; readonly errors: number; readonly skipped: number };
}

/** @param schemas folder that `writeSchemas` has filled. */
export async function kubeconform(program: string, files: readonly string[], schemas: string): Promise<Validation> {
    const location = `${schemas}/{{.ResourceKind}}{{.KindSuffix}}.json`;
    return JSON.parse(await outputOf(program, ["-strict", "-summary", "-output", "json", "-schema-location", location, ...files])) as Validation;
}
