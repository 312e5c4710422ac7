import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Model } from "../../components/config/model";
import type { Rendered } from "../../components/proxy/rendered";
import { rehearsal } from "./rehearsal";
import { writeThrowawayCertificate } from "./throwaway-certificate";
import { writeRelease } from "./write-release";

/** What one checker said; `missing` when this machine does not have it. */
export interface Verdict {
    readonly checker: string;
    readonly result: "passed" | "failed" | "missing";
    /** The checker's own words. */
    readonly words: string;
}

/** Shows a model's release to the real checkers, in a rehearsal: on this machine, with no network and no privileges. */
export async function checkRelease(model: Model, render: (model: Model) => Rendered, programs: Programs): Promise<Verdict[]> {
    const directory = mkdtempSync(join(tmpdir(), "evenkeel-check-"));
    try {
        const rendered = render(rehearsal(model, directory, programs.nginxVersion));
        writeRelease(rendered, directory);
        ["logs", "cache"].forEach(folder => mkdirSync(join(directory, folder), { recursive: true }));
        await writeThrowawayCertificate(join(directory, "nginx/tls"));
        return [nginx(programs.nginx, directory), ...shellcheck(programs.shellcheck, rendered, directory)];
    } finally {
        rmSync(directory, { recursive: true, force: true });
    }
}

/** Where the checkers are; undefined: not on this machine. */
export interface Programs {
    readonly nginx: string | undefined;
    readonly nginxVersion: string | undefined;
    readonly shellcheck: string | undefined;
}

function nginx(program: string | undefined, directory: string): Verdict {
    return ask("nginx -t", program, ["-t", "-q", "-e", "stderr", "-p", directory, "-c", join(directory, "nginx/nginx.conf")], directory);
}

function shellcheck(program: string | undefined, { files }: Rendered, directory: string): Verdict[] {
    const scripts = files.filter(({ executable }) => executable).map(({ path }) => join(directory, path));
    return scripts.length === 0 ? [] : [ask("shellcheck", program, ["--external-sources", ...scripts], directory)];
}

function ask(checker: string, program: string | undefined, args: readonly string[], directory: string): Verdict {
    if (program === undefined) {
        return { checker, result: "missing", words: "" };
    }
    const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8", timeout: 60_000 });
    const words = error?.message ?? `${stdout}${stderr}`.replaceAll(`${directory}/`, "").trim();
    return { checker, result: status === 0 ? "passed" : "failed", words };
}
