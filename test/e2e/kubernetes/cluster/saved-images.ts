import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { localFolder } from "../../docker/engine-remains";
import { imageNames } from "../../docker/images/names";
import { testImages } from "../../docker/images/store";
import { TestEngine } from "../../docker/test-engine";

const store = join(localFolder, "saved-images");

/** Those that run in a cluster: what is measured is asked from outside. */
const names = [imageNames.proxy, imageNames.nginxExporter, imageNames.nodeExporter, imageNames.logExporter, imageNames.app, imageNames.appNext, imageNames.appBroken, imageNames.appCrash];

/** The test images as one archive that shares their layers, made where there is none of their recipe yet. */
export async function savedImages(): Promise<string> {
    const file = join(store, `${basename(await testImages())}.tar`);
    if (!existsSync(file)) {
        await save(file);
    }
    return file;
}

async function save(file: string): Promise<void> {
    const engine = await TestEngine.start();
    try {
        mkdirSync(store, { recursive: true });
        const unfinished = `${file}.${String(process.pid)}`;
        await engine.docker("save", "--output", unfinished, ...names);
        readdirSync(store).filter(name => name !== basename(unfinished)).forEach(name => rmSync(join(store, name)));
        renameSync(unfinished, file);
    } finally {
        await engine.stop();
    }
}
