import { writeFileSync } from "node:fs";
import { join } from "node:path";

type Schema = Readonly<Record<string, unknown>>;

/** What an API server says of all that it takes: GET /openapi/v2. */
export interface OpenApi {
    readonly definitions: Readonly<Record<string, Schema>>;
}

interface Kind {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
}

const reference = "#/definitions/";

/** Writes a strict schema of every kind, by the names that kubeconform looks for: `deployment-apps-v1.json`. */
export function writeSchemas({ definitions }: OpenApi, folder: string): void {
    for (const [name, definition] of Object.entries(definitions)) {
        for (const kind of (definition["x-kubernetes-group-version-kind"] ?? []) as readonly Kind[]) {
            const needed = Object.fromEntries([...reachable(name, definitions)].map(each => [each, strict(definitions[each])]));
            writeFileSync(join(folder, fileName(kind)), JSON.stringify({ $ref: reference + name, definitions: needed }));
        }
    }
}

function fileName({ group, version, kind }: Kind): string {
    const short = group.split(".")[0] ?? "";
    return `${kind.toLowerCase()}-${short === "" ? "" : `${short}-`}${version}.json`;
}

function reachable(name: string, definitions: OpenApi["definitions"], seen = new Set<string>()): Set<string> {
    if (!seen.has(name)) {
        seen.add(name);
        const found = JSON.stringify(definitions[name]).matchAll(/"\$ref":"#\/definitions\/([^"]+)"/g);
        [...found].forEach(([, next = ""]) => reachable(next, definitions, seen));
    }
    return seen;
}

/** Of an object whose fields are known, no other; a field of its own form where JSON Schema has none for it. */
function strict(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(strict);
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    const schema = value as Schema;
    if (schema["format"] === "int-or-string") {
        return { type: ["string", "integer"] };
    }
    const inner = Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, strict(part)]));
    return typeof schema["properties"] === "object" && schema["type"] === "object" ? { ...inner, additionalProperties: false } : inner;
}
