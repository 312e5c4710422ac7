import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import { librariesOf, machineFiles } from "./machine-files";
import type { Recipe } from "./recipes";

const root = join(__dirname, "../../../..");

/** Makes the folder that `docker build` reads for one image. */
export function writeContext(folder: string, recipe: Recipe, from: string): void {
    const overlay = join(folder, "overlay");
    mkdirSync(overlay, { recursive: true });
    const files = [...machineFiles(recipe.packages ?? [], recipe.single ?? []), ...librariesOf(Object.values(recipe.copies ?? {}))];
    writeOverlay(overlay, recipe);
    const archives = [...(files.length > 0 ? [packMachineFiles(folder, files)] : []), ...(readdirSync(overlay).length > 0 ? [packOverlay(folder, overlay)] : [])];
    const lines = [`FROM ${from}`, ...(archives.length > 0 ? [`ADD ${archives.join(" ")} /`] : []), ...(recipe.lines ?? [])];
    writeFileSync(join(folder, "Dockerfile"), `${lines.join("\n")}\n`);
    writeFileSync(join(folder, ".dockerignore"), "overlay\n");
}

function writeOverlay(overlay: string, recipe: Recipe): void {
    for (const [path, wish] of Object.entries(recipe.folders ?? {})) {
        const [uid = "0", mode = "755"] = wish.split(":");
        mkdirSync(join(overlay, path), { recursive: true });
        chownSync(join(overlay, path), Number(uid), Number(uid));
        chmodSync(join(overlay, path), parseInt(mode, 8));
    }
    if (recipe.files !== undefined) {
        cpSync(join(__dirname, "files", recipe.files), overlay, { recursive: true });
    }
    for (const [path, file] of Object.entries(recipe.copies ?? {})) {
        cpSync(file, join(overlay, path));
    }
    for (const [path, target] of Object.entries(recipe.links ?? {})) {
        mkdirSync(dirname(join(overlay, path)), { recursive: true });
        symlinkSync(target, join(overlay, path));
    }
    if (recipe.app === true) {
        writeSampleService(join(overlay, "app"));
    }
}

/** The sample service as plain JavaScript, with the one package that it needs. */
function writeSampleService(app: string): void {
    const sources = join(root, "tools/sample-service");
    mkdirSync(join(app, "node_modules"), { recursive: true });
    for (const file of readdirSync(sources)) {
        const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true };
        const { outputText } = transpileModule(readFileSync(join(sources, file), "utf8"), { compilerOptions });
        writeFileSync(join(app, file.replace(/\.ts$/, ".js")), outputText);
    }
    cpSync(join(root, "node_modules/ws"), join(app, "node_modules/ws"), { recursive: true });
}

function packMachineFiles(folder: string, files: readonly string[]): string {
    const list = files.map(file => file.slice(1)).join("\n");
    execFileSync("tar", ["--create", "--file", join(folder, "machine.tar"), "--directory", "/", "--files-from", "-", "--owner=0", "--group=0"], { input: list });
    return "machine.tar";
}

function packOverlay(folder: string, overlay: string): string {
    execFileSync("tar", ["--create", "--file", join(folder, "overlay.tar"), "--directory", overlay, "--numeric-owner", ...readdirSync(overlay)]);
    return "overlay.tar";
}
