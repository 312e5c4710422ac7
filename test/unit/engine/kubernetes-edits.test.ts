import { expect, test } from "vitest";
import { NeedsCli } from "../../../tools/engine/goal";
import type { Difference, Provider } from "../../../tools/engine/providers/provider";
import { providerOf } from "../../../tools/engine/providers/registry";
import { secret, Secret, unknown, type Value, type ValueMap } from "../../../tools/engine/values";

/** What an edit comes to, by the tables of the provider's version 4 of what can't be edited where it is. */
const settings: ValueMap = { namespace: "here", enableSecretMutable: "true" };
const skip = { annotations: { "pulumi.com/skipAwait": "true" } };

const deployment = object("apps/v1", "Deployment", {
    spec: {
        replicas: 3,
        selector: { matchLabels: { app: "a" } },
        template: { metadata: { labels: { app: "a" } }, spec: { containers: [{ name: "c", image: "a:1", resources: { limits: { cpu: "0.5" } } }] } },
    },
});
const claim = object("v1", "PersistentVolumeClaim", { spec: { accessModes: ["ReadWriteOnce"], storageClassName: "fast", resources: { requests: { storage: "1Gi" } } } });
const service = object("v1", "Service", { spec: { clusterIP: "None", ports: [{ port: 80 }], selector: { app: "a" } } });
const configMap = object("v1", "ConfigMap", { data: { a: "1" } });
const secretMap = object("v1", "Secret", { type: "Opaque", stringData: { a: "one" } });
const policy = object("networking.k8s.io/v1", "NetworkPolicy", { spec: { podSelector: {}, ingress: [{}] } });
const autoscaler = object("autoscaling/v2", "HorizontalPodAutoscaler", { spec: { minReplicas: 1, maxReplicas: 3 } });
const budget = object("policy/v1", "PodDisruptionBudget", { spec: { maxUnavailable: 1 } });
const route = object("gateway.networking.k8s.io/v1", "HTTPRoute", { spec: { hostnames: ["a"] } });

function object(apiVersion: string, kind: string, more: ValueMap): ValueMap {
    return { apiVersion, kind, metadata: { name: "it", ...skip }, ...more };
}

function typeOf({ apiVersion, kind }: ValueMap): string {
    return `kubernetes:${apiVersion === "v1" ? "core/v1" : String(apiVersion)}:${String(kind)}`;
}

function provider(inputs: ValueMap, config = settings): Provider {
    return providerOf(typeOf(inputs), config) as Provider;
}

function checked(inputs: ValueMap, config = settings): ValueMap {
    const result = provider(inputs, config).check(inputs);
    if ("problems" in result) {
        throw new Error(result.problems.join("\n"));
    }
    return result.inputs;
}

function diff(before: ValueMap, after: ValueMap, { config = settings, ignore = [], outputs = {} }: { config?: ValueMap; ignore?: string[]; outputs?: ValueMap } = {}): Difference {
    return provider(after, config).diff({ name: "it", id: "here/it", inputs: checked(before, config), outputs }, checked(after, config), ignore);
}

/** The object with the value at the path, or without it. */
function set(map: ValueMap, path: string, value: Value | undefined): ValueMap {
    const [step = "", ...rest] = path.split(".");
    if (rest.length > 0) {
        return { ...map, [step]: set(map[step] as ValueMap, rest.join("."), value) };
    }
    const others = Object.fromEntries(Object.entries(map).filter(([name]) => name !== step));
    return value === undefined ? others : { ...others, [step]: value };
}

const inPlace: [string, ValueMap, string, Value | undefined][] = [
    ["a Deployment's image", deployment, "spec.template.spec.containers", [{ name: "c", image: "a:2" }]],
    ["a Deployment's replicas", deployment, "spec.replicas", 5],
    ["a Deployment's replicas, taken out", deployment, "spec.replicas", undefined],
    ["a label", deployment, "metadata.labels", { version: "2" }],
    ["a claim's size", claim, "spec.resources.requests.storage", "2Gi"],
    ["a Service's ports", service, "spec.ports", [{ port: 81 }]],
    ["a Service's type", service, "spec.type", "NodePort"],
    ["a Secret's text", secretMap, "stringData.a", "two"],
    ["a NetworkPolicy", policy, "spec.podSelector", { matchLabels: { a: "b" } }],
    ["an autoscaler", autoscaler, "spec.maxReplicas", 4],
    ["a disruption budget", budget, "spec.maxUnavailable", 2],
    ["a custom resource", route, "spec.hostnames", ["b"]],
    ["a value that is not known yet", deployment, "spec.replicas", unknown],
];
test.each(inPlace)("%s is edited where it is", (_what, before, path, value) => {
    expect(diff(before, set(before, path, value)).kind).toBe("update");
});

const replacing: [string, ValueMap, string, Value | undefined, boolean][] = [
    ["another name", deployment, "metadata.name", "other", false],
    ["a name that is not known yet", deployment, "metadata.name", unknown, false],
    ["another namespace", deployment, "metadata.namespace", "there", false],
    ["a Deployment's selector", deployment, "spec.selector.matchLabels.app", "b", true],
    ["a ConfigMap's data", configMap, "data.a", "2", true],
    ["a ConfigMap's first data", set(configMap, "data", undefined), "data", { a: "1" }, true],
    ["a Secret's type", secretMap, "type", "kubernetes.io/tls", true],
    ["a claim's access", claim, "spec.accessModes", ["ReadWriteMany"], true],
    ["a claim's class", claim, "spec.storageClassName", "slow", true],
    ["a claim's class, taken out", claim, "spec.storageClassName", undefined, true],
    ["a claim's volume", claim, "spec.volumeName", "v", true],
    ["all of a claim, for the first time", set(claim, "spec", undefined), "spec", claim["spec"] as Value, true],
    ["a Service's address", service, "spec.clusterIP", "10.0.0.9", true],
];
test.each(replacing)("%s takes a new object; whether the old one goes first is decided by its name", (_what, before, path, value, first) => {
    expect(diff(before, set(before, path, value))).toMatchObject({ kind: "replace", deleteFirst: first });
});

test("a Secret's data is fixed unless the provider is told otherwise, and where the Secret says so", () => {
    const edited = set(secretMap, "stringData.a", "two");
    expect(diff(secretMap, edited, { config: { namespace: "here" } })).toMatchObject({ kind: "replace", deleteFirst: true, because: [["data", "a"]] });
    expect(diff({ ...secretMap, immutable: true }, { ...edited, immutable: true }).kind).toBe("replace");
});

const same: [string, ValueMap, ValueMap][] = [
    ["nothing", deployment, deployment],
    ["a namespace that is the provider's", deployment, set(deployment, "metadata.namespace", "here")],
    ["the same amount in other words", deployment, set(deployment, "spec.template.spec.containers", [{ name: "c", image: "a:1", resources: { limits: { cpu: "500m" } } }])],
    ["the same size in other words", claim, set(claim, "spec.resources.requests.storage", "1024Mi")],
    ["an empty list", policy, set(policy, "spec.egress", [])],
    ["a Secret's text as data", secretMap, { ...set(secretMap, "stringData", undefined), data: { a: "b25l" } }],
    ["a text that became secret", deployment, set(deployment, "metadata.annotations", secret(skip.annotations))],
];
test.each(same)("%s changes nothing", (_what, before, after) => {
    expect(diff(before, after).kind).toBe("same");
});

test("content is fixed where the settings leave it so, or the object says that it is immutable", () => {
    const edit = (map: ValueMap, field: string, config: ValueMap): string => diff(map, set(map, field, { a: "2" }), { config }).kind;
    const mutable = { ...settings, enableConfigMapMutable: "true" };
    expect([settings, mutable].map(config => edit(configMap, "data", config))).toEqual(["replace", "update"]);
    expect([{ namespace: "here" }, mutable].map(config => edit(secretMap, "stringData", config))).toEqual(["replace", "update"]);
    expect(edit({ ...configMap, immutable: true }, "data", mutable)).toBe("replace");
});

test("amounts are told from texts that only look like them", () => {
    const labelled = (value: string): ValueMap => set(deployment, "metadata.labels", { limit: value });
    expect(diff(labelled("1000m"), labelled("1")).kind).toBe("update");
    const sized = (storage: Value): ValueMap => set(claim, "spec.resources.requests.storage", storage);
    expect([["1k", "1000"], ["1e3", 1000], ["1Ki", "1024"], ["0.1", "100m"], ["1G", "1Gi"], ["1", "x"]].map(([a, b]) => diff(sized(a ?? null), sized(b ?? null)).kind)).toEqual([
        "same", "same", "same", "same", "update", "update",
    ]);
});

test("the comparison is with what was applied last, which may lack what was left to others", () => {
    const outputs = { __inputs: set(checked(deployment), "spec.replicas", undefined) };
    expect(diff(deployment, deployment, { outputs }).kind).toBe("update");
    expect(diff(deployment, deployment, { outputs, ignore: ["spec.replicas"] }).kind).toBe("same");
    expect(diff(deployment, set(deployment, "spec.template", {}), { outputs, ignore: ["spec.replicas"] })).toMatchObject({ changes: [{ path: ["spec", "template", "metadata"] }, { path: ["spec", "template", "spec"] }] });
});

test("a Secret's texts become data, and all of it is secret", () => {
    const { data, stringData } = checked({ ...secretMap, data: { b: "dHdv" } });
    expect(data).toEqual(new Secret({ a: "b25l", b: "dHdv" }));
    expect(stringData).toBeUndefined();
    expect(checked(set(secretMap, "stringData.a", unknown))["stringData"]).toBeInstanceOf(Secret);
});

test("what is missing is told by its name", () => {
    expect(() => checked({ ...configMap, metadata: {} }, {})).toThrow(/^metadata\.name is missing: .*\nmetadata\.namespace is missing\./);
    expect(() => checked({ ...configMap, kind: "Secret", apiVersion: "v2" }, settings)).toThrow();
    expect(checked({ apiVersion: "v1", kind: "Namespace", metadata: { name: "n" } })["metadata"]).toEqual({ name: "n" });
});

test.each([deployment, service, claim, object("networking.k8s.io/v1", "Ingress", {})])("a $kind that is to be waited for needs the CLI", wanted => {
    expect(() => checked({ ...wanted, metadata: { name: "it" } })).toThrow(NeedsCli);
    expect(() => checked(wanted)).not.toThrow();
});

test("annotations that have the provider do what the engine doesn't need the CLI", () => {
    const annotated = (annotation: string): ValueMap => ({ ...configMap, metadata: { name: "it", annotations: { [`pulumi.com/${annotation}`]: "1" } } });
    for (const annotation of ["waitFor", "replaceUnready", "patchFieldManager", "deletionPropagationPolicy", "timeoutSeconds"]) {
        expect(() => checked(annotated(annotation))).toThrow(`The object has the annotation pulumi.com/${annotation}, which the embedded engine does not know. Install the Pulumi CLI`);
    }
});

test("kinds that the program has no use for are none", () => {
    for (const type of ["core/v1:Pod", "apps/v1:StatefulSet", "helm.sh/v3:Release", "core/v1:ConfigMapList", "apps/v1:DeploymentPatch", "yaml:ConfigFile"]) {
        expect(providerOf(`kubernetes:${type}`)).toBeUndefined();
    }
});

test("a provider's inputs are checked by name", () => {
    const check = (inputs: ValueMap): unknown => (providerOf("pulumi:providers:kubernetes") as Provider).check(inputs);
    const right = { context: "a", namespace: "b", kubeconfig: "/c", enablePatchForce: "true", upsertExistingObjects: "true", enableSecretMutable: "false", enableServerSideApply: "true", __internal: {}, version: "4" };
    expect(check(right)).toEqual({ inputs: right });
    expect(check({ context: 1, enableServerSideApply: "false", enablePatchForce: "yes", cluster: "c", renderYamlToDirectory: "d" })).toEqual({
        problems: [
            "context has to be text.",
            expect.stringMatching(/^enableServerSideApply can't be switched off/),
            "enablePatchForce has to be true or false.",
            expect.stringMatching(/^cluster is no input that the embedded engine knows\./),
            expect.stringMatching(/^renderYamlToDirectory is no input/),
        ],
    });
});

test("a provider that names another cluster is refused, and one that names the same one otherwise is not", () => {
    const kubeconfig = (server: string, context = "a"): string =>
        JSON.stringify({ "current-context": context, clusters: [{ name: "c", cluster: { server } }], contexts: ["a", "b"].map(name => ({ name, context: { cluster: "c" } })) });
    const change = (before: ValueMap, after: ValueMap): Difference => (providerOf("pulumi:providers:kubernetes") as Provider).diff({ name: "p", id: "1", inputs: before, outputs: {} }, after);
    expect(change({ kubeconfig: kubeconfig("https://one") }, { kubeconfig: kubeconfig("https://one", "b") }).kind).toBe("update");
    expect(change({ kubeconfig: kubeconfig("https://one") }, { kubeconfig: kubeconfig("https://one"), context: "b" }).kind).toBe("update");
    expect(change({ kubeconfig: "/nowhere/at/all" }, { kubeconfig: kubeconfig("https://two") }).kind).toBe("update");
    expect(() => change({ kubeconfig: kubeconfig("https://one") }, { kubeconfig: kubeconfig("https://two") })).toThrow("The stack's objects are on another cluster");
});
