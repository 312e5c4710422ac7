import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isKubernetesModel, type Model } from "../../components/config/model";
import type { Rendered } from "../../components/proxy/rendered";
import { podScripts } from "../../components/targets/kubernetes/scripts";
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
        expand(model, directory);
        ["logs", "cache"].forEach(folder => mkdirSync(join(directory, folder), { recursive: true }));
        await writeThrowawayCertificate(join(directory, "nginx/tls"));
        return [nginx(programs.nginx, directory), ...shellcheck(programs.shellcheck, scriptsOf(model, rendered, directory), directory), ...checkMonitoring(programs, model, rendered, directory)];
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

/** Those that are run by themselves. A pod's scripts are no part of the release. */
function scriptsOf(model: Model, { files }: Rendered, directory: string): string[] {
    if (!isKubernetesModel(model)) {
        return files.filter(({ executable }) => executable).map(({ path }) => join(directory, path));
    }
    const folder = join(directory, "scripts");
    for (const { path, content } of podScripts) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), content);
    }
    return podScripts.filter(({ content }) => content.startsWith("#!")).map(({ path }) => join(folder, path));
}

function shellcheck(program: string | undefined, scripts: readonly string[], directory: string): Verdict[] {
    return scripts.length === 0 ? [] : [askChecker("shellcheck", program, ["--external-sources", ...scripts], directory)];
}
