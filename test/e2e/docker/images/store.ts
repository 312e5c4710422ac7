import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { localFolder } from "../engine-remains";
import { PrivateEngine } from "../private-engine";
import { writeContext } from "./context";
import { recipes } from "./recipes";

const sources = [__dirname, join(__dirname, "../../../../tools/sample-service")];
const store = join(localFolder, "test-images");

/** What an engine keeps its images in; all else in its data folder it makes anew. */
const imageFolders = ["overlay2", "image"];

/** Debian's packages that the images are made of and that this machine does not have. */
export function missingPackages(): string[] {
    return packageNames().filter(name => versionOf(name) === "");
}

/**
 * Puts the test images into the data folder of an engine that does not run yet. They share their files with the store:
 * an engine replaces what it changes of them, it never writes into them.
 */
export function placeImages(images: string, dataFolder: string): void {
    for (const name of imageFolders) {
        execFileSync("cp", ["--archive", "--link", join(images, name), dataFolder]);
    }
}

/** The data folder with the images, made where there is none of this recipe and of these packages yet. */
export async function testImages(): Promise<string> {
    const folder = join(store, recipeHash());
    if (!existsSync(folder)) {
        await makeImages(folder);
    }
    return folder;
}

async function makeImages(folder: string): Promise<void> {
    const engine = await PrivateEngine.start();
    try {
        for (const [name, recipe] of Object.entries(recipes)) {
            const context = join(engine.folder, "context");
            writeContext(context, recipe, recipe.from ?? "scratch");
            await engine.docker("build", "--quiet", "--tag", name, context);
            rmSync(context, { recursive: true });
        }
        await engine.shutDown();
        keep(engine, folder);
    } finally {
        await engine.stop();
    }
}

/** Another test process may have been faster: its images are as good. */
function keep(engine: PrivateEngine, folder: string): void {
    const made = join(engine.folder, "images");
    mkdirSync(made);
    imageFolders.forEach(name => renameSync(join(engine.dataFolder, name), join(made, name)));
    mkdirSync(store, { recursive: true });
    const outdated = readdirSync(store).map(name => join(store, name)).filter(path => path !== folder);
    outdated.forEach(path => rmSync(path, { recursive: true, force: true }));
    if (!existsSync(folder)) {
        renameSync(made, folder);
    }
}

function recipeHash(): string {
    const hash = createHash("sha256");
    hash.update(Object.keys(recipes).join());
    sources.flatMap(filesBelow).forEach(file => hash.update(file).update(readFileSync(file)));
    packageNames().forEach(name => hash.update(`${name} ${versionOf(name)}`));
    return hash.update(process.version).digest("hex").slice(0, 16);
}

function packageNames(): string[] {
    return Object.values(recipes).flatMap(recipe => [...(recipe.packages ?? []), ...(recipe.requires ?? [])]);
}

function versionOf(name: string): string {
    return spawnSync("dpkg-query", ["--show", "--showformat", "${Version}", name], { encoding: "utf8" }).stdout;
}

function filesBelow(folder: string): string[] {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile())
        .map(entry => join(entry.parentPath, entry.name))
        .sort();
}
