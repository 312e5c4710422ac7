import { createHash } from "node:crypto";
import { posix } from "node:path";
import type { KubernetesModel } from "../../../config/model";
import type { Problem } from "../../../config/problem";
import type { Rendered } from "../../../proxy/rendered";
import { keptForRevisions } from "./labels";
import type { ConfigMap } from "./manifest";
import { agentName, releaseName } from "./names";
import type { KeyToPath } from "./pod";
import { metadata } from "./workload";

/**
 * Files in ConfigMaps. Each is named after what is in it and never changes: pods of an earlier revision go on having
 * theirs, and `up` removes those that no revision needs.
 */

const owner = { name: "proxy", component: "proxy" } as const;

/** A file as a pod is to see it. */
export interface PodFile {
    readonly path: string;
    readonly content: string;
}

export function releaseMap(model: KubernetesModel, { files, release }: Rendered): ConfigMap {
    return fileMap(model, releaseName(model, release), files);
}

/** Where the release's files and links belong. A ConfigMap has no links: the file is there twice. */
export function releaseItems({ files, links }: Rendered): KeyToPath[] {
    const items = files.map(({ path, executable }) => ({ key: keyOf(path), path, ...(executable ? { mode: 0o555 } : {}) }));
    const doubles = links.map(({ path, target }) => ({ key: keyOf(posix.join(posix.dirname(path), target)), path }));
    return [...items, ...doubles];
}

export function agentMap(model: KubernetesModel, files: readonly PodFile[]): ConfigMap {
    return fileMap(model, agentName(model, contentPrint(files)), files);
}

export function fileItems(files: readonly PodFile[]): KeyToPath[] {
    return files.map(({ path }) => ({ key: keyOf(path), path }));
}

/** Bytes that one ConfigMap holds at most, with room for what the API server adds. */
export const mapLimit = 1024 ** 2 - 64 * 1024;

/** undefined: the release fits into a ConfigMap. */
export function sizeProblem({ files }: Rendered): Problem | undefined {
    const size = files.reduce((sum, { path, content }) => sum + path.length + Buffer.byteLength(content), 0);
    if (size <= mapLimit) {
        return undefined;
    }
    return {
        path: "services",
        found: `routes and settings whose rendered files have ${kilobytes(size)} together`,
        allowed: `at most ${kilobytes(mapLimit)}: a cluster takes no larger ConfigMap`,
        fix: "Describe fewer routes, or divide the site into two stacks.",
    };
}

function fileMap(model: KubernetesModel, name: string, files: readonly PodFile[]): ConfigMap {
    return {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: metadata(model, name, owner, keptForRevisions),
        immutable: true,
        data: Object.fromEntries(files.map(({ path, content }) => [keyOf(path), content])),
    };
}

/** The longest key of a ConfigMap. */
const longestKey = 253;

/** A path in the few characters that a key may have; no two paths share one. */
function keyOf(path: string): string {
    const key = path.replace(/[^A-Za-z0-9.-]/g, character => (character === "/" ? "__" : `_${hexadecimal(character)}`));
    return key.length <= longestKey ? key : `path-${createHash("sha256").update(path).digest("hex")}`;
}

function hexadecimal(character: string): string {
    return Buffer.from(character).toString("hex").toUpperCase();
}

function contentPrint(files: readonly PodFile[]): string {
    const hash = createHash("sha256");
    files.forEach(({ path, content }) => hash.update(`${path}\0${content}\0`));
    return hash.digest("hex").slice(0, 12);
}

function kilobytes(bytes: number): string {
    return `${String(Math.ceil(bytes / 1024))} kB`;
}
