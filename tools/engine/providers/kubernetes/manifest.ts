import { NeedsCli } from "../../goal";
import { containsSecret, containsUnknown, isMap, mapValues, secret, Secret, Unknown, unwrap, type Value, type ValueMap } from "../../values";
import { text, type Checked } from "../provider";
import type { Kind } from "./kinds";
import type { Settings } from "./settings";

const skipAwait = "pulumi.com/skipAwait";
const propagation = "pulumi.com/deletionPropagationPolicy";

/** What becomes of what an object has made when it is deleted: gone before it, after it, or not at all. */
const propagations = { foreground: "Foreground", background: "Background", orphan: "Orphan" } as const;
export type Propagation = (typeof propagations)[keyof typeof propagations];

/** Fills in what the provider fills in, marks what is secret, and refuses what only the CLI can do. */
export function checkManifest(kind: Kind, { namespace }: Settings, given: ValueMap): Checked {
    const inputs = kind.namespaced ? withNamespace(given, namespace) : given;
    const metadata = metadataOf(inputs);
    const problems = [
        ...(text(given["apiVersion"]) === kind.apiVersion && text(given["kind"]) === kind.kind ? [] : [`apiVersion and kind have to be ${kind.apiVersion} and ${kind.kind}.`]),
        ...(isNamed(metadata["name"]) ? [] : ["metadata.name is missing: the embedded engine makes up no names. Give the object one."]),
        ...(!kind.namespaced || isNamed(metadata["namespace"]) ? [] : ["metadata.namespace is missing. Name one for the object, or for its provider."]),
    ];
    if (problems.length > 0) {
        return { problems };
    }
    refuseWaiting(kind, inputs);
    return { inputs: kind.kind === "Secret" ? sealedSecret(inputs) : inputs };
}

function withNamespace(inputs: ValueMap, namespace: string): ValueMap {
    const { metadata } = inputs;
    return isMap(metadata) && (metadata["namespace"] ?? null) === null ? { ...inputs, metadata: { ...metadata, namespace } } : inputs;
}

function isNamed(value: Value | undefined): boolean {
    return value instanceof Unknown || text(value) !== "";
}

/** The annotations by which the provider is told to wait, and for what. */
function refuseWaiting({ kind, awaited }: Kind, inputs: ValueMap): void {
    const metadata = metadataOf(inputs);
    const asked = Object.entries(annotationsOf(metadata)).flatMap(([name, value]) => (name.startsWith("pulumi.com/") && !isKnown(name, value) ? [name] : []));
    if (asked.length > 0) {
        throw new NeedsCli(`The object has the annotation ${asked.join(", ")}`);
    }
    const isToken = kind === "Secret" && inputs["type"] === "kubernetes.io/service-account-token";
    if ((awaited || isToken) && !skipsAwait(metadata)) {
        throw new NeedsCli(`The provider waits until a ${kind} without the annotation ${skipAwait} works`);
    }
}

function isKnown(annotation: string, value: Value): boolean {
    return annotation === skipAwait || (annotation === propagation && Object.hasOwn(propagations, text(unwrap(value))));
}

export function skipsAwait(metadata: ValueMap): boolean {
    return annotationsOf(metadata)[skipAwait] === "true";
}

export function propagationOf(metadata: ValueMap): Propagation {
    const asked = text(unwrap(annotationsOf(metadata)[propagation] ?? ""));
    return Object.entries(propagations).find(([name]) => name === asked)?.[1] ?? "Foreground";
}

function annotationsOf(metadata: ValueMap): ValueMap {
    const annotations = unwrap(metadata["annotations"] ?? {});
    return isMap(annotations) ? annotations : {};
}

/** A Secret's texts become data, as in the cluster; neither is shown. */
function sealedSecret(inputs: ValueMap): ValueMap {
    const { stringData = null, ...others } = inputs;
    const [data, texts] = [unwrap(others["data"] ?? {}), unwrap(stringData)];
    if (isMap(texts) && !containsUnknown(texts) && isMap(data)) {
        return { ...others, data: secret({ ...data, ...mapValues(texts, value => Buffer.from(text(value)).toString("base64")) }) };
    }
    return mapValues(inputs, (value, name) => (name === "data" || name === "stringData" ? secret(value) : value));
}

export function metadataOf(inputs: ValueMap): ValueMap {
    const metadata = unwrap(inputs["metadata"] ?? {});
    return isMap(metadata) ? metadata : {};
}

export interface Place {
    readonly name: string;
    /** Empty where the kind knows none. */
    readonly namespace: string;
}

export function placeOf(kind: Kind, inputs: ValueMap): Place {
    const { name, namespace } = metadataOf(inputs);
    return { name: text(name), namespace: kind.namespaced ? text(namespace) : "" };
}

/** For messages. */
export function titleOf(kind: Kind, { name, namespace }: Place): string {
    return `${kind.kind} ${namespace === "" ? name : `${namespace}/${name}`}`;
}

/** What the state keeps of an object, as the provider keeps it. */
export interface Checkpoint {
    /** The object as the cluster has it. */
    readonly live: ValueMap;
    /** What was applied; may lack fields that are left to others. */
    readonly applied: ValueMap;
    /** The inputs of the program, which say what is secret. */
    readonly inputs: ValueMap;
    /** In whose name the object was applied. */
    readonly manager: string;
    readonly initialApiVersion: string;
}

export function outputsOf({ live, applied, inputs, manager, initialApiVersion }: Checkpoint): ValueMap {
    return {
        ...markedMap(live, inputs),
        __inputs: markedMap(applied, inputs),
        __initialApiVersion: initialApiVersion,
        __fieldManager: manager,
    };
}

function markedMap(values: ValueMap, like: ValueMap): ValueMap {
    return mapValues(values, (value, name) => marked(value, like[name]));
}

/** The value with the secret markers of another one. A list is secret as a whole: its order may be another. */
function marked(value: Value, like: Value | undefined): Value {
    if (isMap(value) && isMap(like)) {
        return markedMap(value, like);
    }
    return like instanceof Secret || (like !== undefined && containsSecret(like)) ? secret(value) : value;
}

/** What was applied the last time, for comparing; the CLI keeps it in its own form. */
export function lastApplied({ inputs, outputs }: { readonly inputs: ValueMap; readonly outputs: ValueMap }): ValueMap {
    const applied = outputs["__inputs"];
    return isMap(applied) ? applied : inputs;
}

/** In whose name the object was applied, as the state keeps it. */
export function managerOf(outputs: ValueMap): string | undefined {
    return text(unwrap(outputs["__fieldManager"] ?? "")) || undefined;
}
