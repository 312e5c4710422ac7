import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { isKubernetesModel, type KubernetesModel, type Model } from "../components/config/model";
import { formatProblems } from "../components/config/problem";
import { render } from "../components/proxy/render";
import type { Rendered } from "../components/proxy/rendered";
import { targetFiles } from "../components/targets/files";
import { sizeProblem } from "../components/targets/kubernetes/manifests/config-maps";
import { runCommand, type Command, type Invocation } from "./commands/command";
import { exitCode, Failure } from "./commands/failure";
import { callersFolder } from "./commands/home";
import { findProgram, nginxVersion } from "./commands/machine/programs";
import { readStack } from "./commands/read-stack";
import type { Verdict } from "./rendering/ask-checker";
import { checkRelease } from "./rendering/check-release";
import { unknownPrint } from "./rendering/manifest-text";
import { removeManifests, writeManifests, type WrittenManifests } from "./rendering/write-manifests";
import { isRelease, writeRelease } from "./rendering/write-release";

const renderCommand: Command = {
    name: "render",
    summary: "Writes the files that would be deployed into a folder, for a cluster its objects, too. Touches no host and uses no network.",
    flags: [
        { name: "out", value: "DIR", help: "the folder to write to; it may hold an earlier release, and nothing else" },
        { name: "check", help: "show the files to nginx -t, promtool, amtool and mtail, and the scripts to shellcheck" },
    ],
    async run(invocation) {
        const { model } = readStack(invocation.stack);
        const directory = outputFolder(invocation);
        const release = releaseOf(model);
        removeManifests(directory);
        const objects = isKubernetesModel(model) ? kubernetesObjects(model, release, directory) : [];
        writeRelease(release, directory);
        console.log([summary(release, directory), ...objects].join("\n"));
        return invocation.flags.has("check") ? report(await check(model)) : 0;
    },
};

function outputFolder({ values }: Invocation): string {
    const wish = values.get("out");
    if (wish === undefined || wish === "") {
        throw new Failure("Say where to write the files: npm run render -- STACK --out DIR", exitCode.refused);
    }
    const directory = resolve(callersFolder(), wish);
    if (existsSync(directory) && readdirSync(directory).length > 0 && !isRelease(directory)) {
        throw new Failure(`${directory} holds other files. Name an empty folder, or one that does not exist yet.`, exitCode.refused);
    }
    return directory;
}

function releaseOf(model: Model): Rendered {
    return render(model, targetFiles(model));
}

function summary({ files, links, release }: Rendered, directory: string): string {
    const paths = [...files.map(({ path }) => path), ...links.map(({ path, target }) => `${path} -> ${target}`)].sort();
    return [`Release ${release} in ${directory}:`, ...paths.map(path => `  ${path}`)].join("\n");
}

/** @returns what there is to say of them. */
function kubernetesObjects(model: KubernetesModel, release: Rendered, directory: string): string[] {
    const problem = sizeProblem(release);
    if (problem !== undefined) {
        throw new Failure(formatProblems([problem]), exitCode.refused);
    }
    return objectsSummary(writeManifests(model, release, directory));
}

function objectsSummary({ paths, secrets }: WrittenManifests): string[] {
    const leftOut = secrets.length === 0 ? [] : [`Left out because they are secret: ${secrets.join(", ")}.`];
    const unnamed = secrets.some(name => name.endsWith(unknownPrint)) ? [`On the cluster a hash of their values stands for "${unknownPrint}" in a name.`] : [];
    return ["", "Objects for the cluster, in the order in which they are made:", ...paths.map(path => `  ${path}`), ...leftOut, ...unnamed];
}

function check(model: Model): Promise<Verdict[]> {
    return checkRelease(model, releaseOf, {
        nginx: findProgram("nginx"),
        nginxVersion: nginxVersion(),
        shellcheck: findProgram("shellcheck"),
        promtool: findProgram("promtool"),
        amtool: findProgram("amtool"),
        mtail: findProgram("mtail"),
    });
}

/** A checker that was asked for and is not there has not said yes. Only nginx cannot be done without. */
function report(verdicts: readonly Verdict[]): number {
    console.log("");
    for (const { checker, result, words } of verdicts) {
        console.log(`${checker}: ${result === "missing" ? "not on this machine" : result}${words === "" ? "" : `\n${words}`}`);
    }
    const bad = verdicts.some(({ checker, result }) => result === "failed" || (result === "missing" && checker === "nginx -t"));
    return bad ? exitCode.failed : 0;
}

void runCommand(renderCommand);
