import { readFileSync, type Stats } from "node:fs";
import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { join, posix, relative, resolve, sep } from "node:path";
import dockerignore from "@balena/dockerignore";
import type Docker from "dockerode";
import type { ImageBuildOptions } from "dockerode";
import { pack, type Pack } from "tar-stream";
import { unwrap, type ValueMap } from "../../values";
import { text, Undone, type Log } from "../provider";
import { mapOf } from "./labels";

/** The last lines of a build that failed, for its error. */
const lastLines = 40;

/** Builds an image from a folder, as `docker build` does. */
export async function buildImage(docker: Docker, name: string, build: ValueMap, log: Log): Promise<void> {
    const context = resolve(text(build["context"]));
    const dockerfile = text(build["dockerfile"]) || "Dockerfile";
    const inside = toPosix(relative(context, resolve(context, dockerfile)));
    const outside = inside.startsWith("../");
    const named = outside ? ".evenkeel-dockerfile" : inside;
    const archive = await archiveOf(context, outside ? { [named]: readFileSync(resolve(context, dockerfile)) } : {}, named);
    const target = text(build["target"]);
    const options: ImageBuildOptions = {
        t: name,
        dockerfile: named,
        buildargs: mapOf(build["buildArgs"]),
        labels: mapOf(build["labels"]),
        rm: true,
        nocache: unwrap(build["noCache"] ?? false) === true,
        ...(target === "" ? {} : { target }),
        ...(unwrap(build["pullParent"] ?? false) === true ? { pull: true } : {}),
    };
    const stream = await docker.buildImage(archive as NodeJS.ReadableStream, options);
    await follow(docker, stream, log);
}

interface Progress {
    readonly stream?: string;
    readonly error?: string;
}

async function follow(docker: Docker, stream: NodeJS.ReadableStream, log: Log): Promise<void> {
    const said: string[] = [];
    await new Promise<void>((resolve, reject) => {
        const finish = (error: Error | null, steps: readonly Progress[] | null): void => {
            const failure = error?.message ?? steps?.find(step => step.error !== undefined)?.error;
            if (failure === undefined) {
                resolve();
            } else {
                reject(new Undone(`Unable to build image: ${failure}\n${said.join("").split("\n").slice(-lastLines).join("\n")}`));
            }
        };
        docker.modem.followProgress(stream, finish, ({ stream: text }: Progress) => {
            if (text !== undefined) {
                said.push(text);
                text.split("\n").filter(line => line.startsWith("Step ")).forEach(log);
            }
        });
    });
}

/** The context as a tar, without what its .dockerignore names; owned by root, in the order of names. */
async function archiveOf(context: string, extra: Readonly<Record<string, Buffer>>, dockerfile: string): Promise<Pack> {
    const filter = dockerignore({ ignorecase: false }).add(await readIgnored(context)).add([`!${dockerfile}`, "!.dockerignore"]).createFilter();
    const archive = pack();
    const files = (await filesBelow(context, "")).filter(filter);
    const write = async (): Promise<void> => {
        for (const file of files) {
            await add(archive, context, file);
        }
        Object.entries(extra).forEach(([name, content]) => archive.entry({ name }, content));
        archive.finalize();
    };
    write().catch((error: unknown) => archive.destroy(error as Error));
    return archive;
}

async function readIgnored(context: string): Promise<string> {
    try {
        return await readFile(join(context, ".dockerignore"), "utf8");
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") {
            return "";
        }
        throw error;
    }
}

async function filesBelow(context: string, folder: string): Promise<string[]> {
    const entries = await readdir(join(context, folder), { withFileTypes: true });
    const sorted = entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    const lists = await Promise.all(
        sorted.map(async entry => {
            const path = posix.join(folder, entry.name);
            return entry.isDirectory() ? [path, ...(await filesBelow(context, path))] : [path];
        }),
    );
    return lists.flat();
}

async function add(archive: Pack, context: string, file: string): Promise<void> {
    const path = join(context, file);
    const stats = await lstat(path);
    const header = { name: file, mode: stats.mode & 0o7777, mtime: stats.mtime, uid: 0, gid: 0 };
    if (stats.isDirectory()) {
        archive.entry({ ...header, type: "directory" });
    } else if (stats.isSymbolicLink()) {
        archive.entry({ ...header, type: "symlink", linkname: await readlink(path) });
    } else if (isCopied(stats)) {
        const content = await readFile(path);
        await new Promise<void>((done, failed) => {
            archive.entry(header, content, error => {
                if (error === null || error === undefined) {
                    done();
                } else {
                    failed(error);
                }
            });
        });
    }
}

/** Sockets and the like are no part of a context. */
function isCopied(stats: Stats): boolean {
    return stats.isFile();
}

function toPosix(path: string): string {
    return path.split(sep).join("/");
}
