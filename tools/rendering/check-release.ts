import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDockerModel, type Model } from "../../components/config/model";
import type { Rendered } from "../../components/proxy/rendered";
import { askChecker, type Verdict } from "./ask-checker";
import { checkMonitoring, type MonitoringPrograms } from "./check-monitoring";
import { expand } from "./expand";
import { rehearsal } from "./rehearsal";
import { writeThrowawayCertificate } from "./throwaway-certificate";
import { writeRelease } from "./write-release";

/** Shows a model's release to the real checkers, in a rehearsal: on this machine, with no network and no privileges. */
export async function checkRelease(model: Model, render: (model: Model) => Rendered, programs: Programs): Promise<Verdict[]> {
    const directory = mkdtempSync(join(tmpdir(), "evenkeel-check-"));
    try {
        const rendered = render(rehearsal(model, directory, programs.nginxVersion));
        writeRelease(rendered, directory);
        if (isDockerModel(model)) {
            expand(model, directory);
        }
        ["logs", "cache"].forEach(folder => mkdirSync(join(directory, folder), { recursive: true }));
        await writeThrowawayCertificate(join(directory, "nginx/tls"));
        return [nginx(programs.nginx, directory), ...shellcheck(programs.shellcheck, rendered, directory), ...checkMonitoring(programs, rendered, directory)];
    } finally {
        rmSync(directory, { recursive: true, force: true });
    }
}

/** Where the checkers are; undefined: not on this machine. */
export interface Programs extends MonitoringPrograms {
    readonly nginx: string | undefined;
    readonly nginxVersion: string | undefined;
    readonly shellcheck: string | undefined;
}

function nginx(program: string | undefined, directory: string): Verdict {
    return askChecker("nginx -t", program, ["-t", "-q", "-e", "stderr", "-p", directory, "-c", join(directory, "nginx/nginx.conf")], directory);
}

function shellcheck(program: string | undefined, { files }: Rendered, directory: string): Verdict[] {
    const scripts = files.filter(({ executable }) => executable).map(({ path }) => join(directory, path));
    return scripts.length === 0 ? [] : [askChecker("shellcheck", program, ["--external-sources", ...scripts], directory)];
}
