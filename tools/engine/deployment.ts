import { createHash } from "node:crypto";
import type { PendingOperation, ResourceState } from "./resource-state";
import { decodeMap, encodeMap } from "./sealed-values";
import type { Crypter } from "./secrets";
import { isObject, type Json } from "./wire";

/** What a state file holds, in the engine's terms. */
export interface SavedState {
    /** In dependency order: whatever a resource depends on comes before it. */
    readonly resources: readonly ResourceState[];
    readonly pending: readonly PendingOperation[];
}

export const emptyState: SavedState = { resources: [], pending: [] };

type JsonObject = Record<string, Json>;

/** Writes a state as a Pulumi deployment, version 3, which `pulumi stack import` takes. */
export function encodeDeployment(state: SavedState, crypter: Crypter, version: string, time: Date): JsonObject {
    const pending = state.pending.map(({ type, resource }) => ({ resource: encodeResource(resource, crypter), type }));
    return {
        version: 3,
        deployment: {
            manifest: { time: time.toISOString(), magic: magicOf(version), version },
            secrets_providers: { type: "passphrase", state: { salt: crypter.salt } },
            resources: state.resources.map(resource => encodeResource(resource, crypter)),
            ...(pending.length > 0 ? { pending_operations: pending } : {}),
            metadata: {},
        },
    };
}

/** Pulumi's check against a manifest that was edited by hand. */
function magicOf(version: string): string {
    return createHash("sha256").update(version).digest("hex");
}

/** The salt of the passphrase provider that a deployment's secrets are encrypted for. */
export function saltOf(file: Json): string {
    const provider = deploymentOf(file)["secrets_providers"];
    const state = isObject(provider) ? provider["state"] : undefined;
    const salt = isObject(state) ? state["salt"] : undefined;
    if (!isObject(provider) || provider["type"] !== "passphrase" || typeof salt !== "string") {
        throw new Error("The state's secrets are not encrypted with a passphrase, so the embedded engine cannot read them. Use the Pulumi CLI.");
    }
    return salt;
}

export function decodeDeployment(file: Json, crypter: Crypter): SavedState {
    const deployment = deploymentOf(file);
    const resources = listOf(deployment["resources"]);
    const pending = listOf(deployment["pending_operations"]);
    return {
        resources: resources.map(resource => decodeResource(resource, crypter)),
        pending: pending.map(operation => decodePending(operation, crypter)),
    };
}

function deploymentOf(file: Json): JsonObject {
    const deployment = isObject(file) && file["version"] === 3 ? file["deployment"] : undefined;
    if (!isObject(deployment)) {
        throw new Error("The state is not a Pulumi deployment of version 3.");
    }
    return deployment;
}

function listOf(json: Json | undefined): readonly JsonObject[] {
    return Array.isArray(json) ? json.filter(isObject) : [];
}

/** In the order in which the CLI writes them. */
const fieldOrder = [
    "urn",
    "custom",
    "delete",
    "id",
    "type",
    "inputs",
    "outputs",
    "parent",
    "protect",
    "dependencies",
    "provider",
    "propertyDependencies",
    "pendingReplacement",
    "additionalSecretOutputs",
    "retainOnDelete",
    "created",
    "modified",
    "ignoreChanges",
    "replaceOnChanges",
] as const satisfies readonly (keyof ResourceState)[];

/** Fields that are false, empty or absent are left out, as the CLI leaves them out. */
function encodeResource(resource: ResourceState, crypter: Crypter): JsonObject {
    const values = { ...resource, inputs: encodeMap(resource.inputs, crypter), outputs: encodeMap(resource.outputs, crypter) };
    const fields = fieldOrder.map((field): readonly [string, Json | undefined] => [field, values[field]]);
    const kept = fields.filter(([field, value]) => field === "custom" || !isVoid(value));
    return Object.fromEntries(kept) as JsonObject;
}

function isVoid(value: Json | undefined): boolean {
    return value === undefined || value === false || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
}

function decodeResource(json: JsonObject, crypter: Crypter): ResourceState {
    const lists = { dependencies: [], additionalSecretOutputs: [], ignoreChanges: [], replaceOnChanges: [] };
    const inputs = decodeMap(objectOf(json["inputs"]), crypter);
    const outputs = decodeMap(objectOf(json["outputs"]), crypter);
    return { ...lists, propertyDependencies: {}, ...json, inputs, outputs } as unknown as ResourceState;
}

function objectOf(json: Json | undefined): JsonObject {
    return isObject(json) ? json : {};
}

function decodePending(json: JsonObject, crypter: Crypter): PendingOperation {
    const type = json["type"] as PendingOperation["type"];
    return { type, resource: decodeResource(objectOf(json["resource"]), crypter) };
}
