import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";

/** One thing that a manifest says: `Service healthai-rag-service spec.type` and `LoadBalancer`. */
export interface Row {
    readonly key: string;
    readonly value: unknown;
}

const seeds = join(__dirname, "../../../../shared/seeds");

/** Every row of the Kubernetes manifests in seed 004; undefined where the seed is not at hand. */
export function seedRows(): readonly Row[] | undefined {
    const seed = existsSync(seeds) ? readdirSync(seeds).find(name => name.startsWith("004")) : undefined;
    if (seed === undefined) {
        return undefined;
    }
    const [, block] = /```yaml\n(apiVersion:[\s\S]*?)```/.exec(readFileSync(join(seeds, seed), "utf8")) ?? [];
    if (block === undefined) {
        throw new Error(`${seed} has no Kubernetes manifests in it.`);
    }
    return parseAllDocuments(block).flatMap(document => rowsOfObject(document.toJS() as SeedObject));
}

interface SeedObject {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name: string };
}

/** The kind is part of every key; the name is a row of its own, like all that may be called something else. */
function rowsOfObject({ kind, ...rest }: SeedObject): Row[] {
    return Object.entries(rest).flatMap(([key, value]) => rowsOf(`${kind} ${rest.metadata.name} ${key}`, value));
}

function rowsOf(key: string, value: unknown): Row[] {
    if (typeof value !== "object" || value === null) {
        return [{ key, value }];
    }
    return Object.entries(value).flatMap(([part, inner]) => rowsOf(Array.isArray(value) ? `${key}[${part}]` : `${key}.${part}`, inner));
}
