import type { PolicyResource } from "@pulumi/policy";
import * as proxy from "@pulumi/policy/proxy";
import { describe, expect, test } from "vitest";
import type { Deployed } from "../../../../policy/deployed/deployed";
import { deployed } from "../../../../policy/deployed/deployed-from";
import { fromAnalyzer } from "../../../../policy/deployed/from-analyzer";
import { unknown as unknownProp, type Prop, type Props, type Registered } from "../../../../policy/deployed/registered";
import { registeredState } from "../../../../tools/engine/registered";
import { Secret, unknown as unknownValue, type ValueMap } from "../../../../tools/engine/values";
import { settingsIn } from "../stacks";
import { recorded } from "./recorded";

declare module "@pulumi/policy/proxy" {
    function unknownCheckingProxy(props: object): Record<string, unknown>;
}

/** As the CLI hands resources to a policy pack, whose every value is wrapped. */
function analyzed(resources: readonly Registered[]): PolicyResource[] {
    const wrapped = new Map(resources.map(({ urn, type, props, protect }) => {
        const opts = { protect, ignoreChanges: [], aliases: [], customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 }, additionalSecretOutputs: [] };
        const resource: PolicyResource = { type, urn, name: "", props: proxy.unknownCheckingProxy(withMarkers(props) as object), opts, dependencies: [], propertyDependencies: {}, isType: () => false, asType: () => undefined };
        return [urn, resource];
    }));
    for (const { urn, parent, propertyDependencies } of resources) {
        const [own, above] = [wrapped.get(urn), wrapped.get(parent ?? "")];
        if (own !== undefined) {
            own.propertyDependencies = Object.fromEntries(Object.entries(propertyDependencies).map(([key, urns]) => [key, urns.flatMap(each => wrapped.get(each) ?? [])]));
            Object.assign(own, above === undefined ? {} : { parent: above });
        }
    }
    return [...wrapped.values()];
}

/** What is unknown, as the CLI sends it. */
function withMarkers(value: Prop): unknown {
    if (value === unknownProp) {
        return proxy.unknownStringValue;
    }
    if (Array.isArray(value)) {
        return value.map(withMarkers);
    }
    return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value as Props).map(([key, item]) => [key, withMarkers(item)])) : value;
}

const stacks = ["examples/citadel-host.yaml", "examples/healthai-docker.yaml", "Pulumi.prod.yaml"] as const;

function viewOf(resources: readonly Registered[]): Deployed {
    const view = deployed(resources);
    if (view === undefined) {
        throw new Error("Nothing is deployed.");
    }
    return view;
}

describe("from the CLI's analyzer", () => {
    test.each(stacks)("%s is what it is from its program, but for what the CLI keeps to itself", async stack => {
        const resources = await recorded(settingsIn(stack));
        const through = fromAnalyzer(analyzed(resources));
        expect(through).toEqual(resources.map(resource => ({ ...resource, retainOnDelete: undefined, secrets: undefined })));
        const view = viewOf(resources);
        expect(viewOf(through.toReversed())).toEqual({
            ...view,
            volumes: view.volumes.map(volume => ({ ...volume, retainOnDelete: undefined })),
            // Nobody can tell there which variables of a container are secret.
            texts: view.texts.map(text => ({ ...text, forSecrets: text.forSecrets || (view.target === "docker" && text.property.startsWith("env ")) })),
        });
    });

    test("no value is too unknown, and none is lost", () => {
        const { unknownArchiveValue, unknownArrayValue, unknownAssetValue, unknownBooleanValue, unknownNumberValue, unknownObjectValue, unknownStringValue } = proxy;
        const unknowns = [unknownArchiveValue, unknownArrayValue, unknownAssetValue, unknownBooleanValue, unknownNumberValue, unknownObjectValue, unknownStringValue];
        expect(new Set(unknowns).size).toBe(7);
        const props = { unknowns, deep: { list: [{ number: 1, yes: true, nothing: null, text: unknowns[0] ?? "", missing: undefined }] } };
        const resource = { ...analyzed([])[0], type: "a:b:C", urn: "urn:pulumi:x::y::a:b:C::d", props: proxy.unknownCheckingProxy(props), opts: { protect: true }, propertyDependencies: {} };
        expect(fromAnalyzer([resource as unknown as PolicyResource])).toEqual([
            {
                type: "a:b:C", name: "d", urn: "urn:pulumi:x::y::a:b:C::d", parent: undefined, protect: true, retainOnDelete: undefined, propertyDependencies: {}, secrets: undefined,
                props: { unknowns: unknowns.map(() => unknownProp), deep: { list: [{ number: 1, yes: true, nothing: null, text: unknownProp, missing: null }] } },
            },
        ]);
    });
});

test("from a state, with secrets opened and their places named", () => {
    const inputs: ValueMap = { create: "true", connection: new Secret({ host: "10.0.0.1", privateKey: "k" }), list: ["a", new Secret("b")], later: unknownValue, map: { "a.b": new Secret(unknownValue) } };
    const state = { urn: "urn:pulumi:x::y::command:remote:Command::lb-10.0.0.1:2222-release", type: "command:remote:Command", custom: true, inputs, outputs: {}, parent: "urn:p", dependencies: [], propertyDependencies: { create: ["urn:q"] }, additionalSecretOutputs: [], ignoreChanges: [], replaceOnChanges: [] };
    expect(registeredState(state)).toEqual({
        type: "command:remote:Command", name: "lb-10.0.0.1:2222-release", urn: state.urn, parent: "urn:p", protect: false, retainOnDelete: false, propertyDependencies: { create: ["urn:q"] },
        props: { create: "true", connection: { host: "10.0.0.1", privateKey: "k" }, list: ["a", "b"], later: unknownProp, map: { "a.b": unknownProp } },
        secrets: ["connection", "list[1]", "map.a.b"],
    });
});

/** What providers and the API server make of resources once these are there. */
function asOutputs({ type, name, props, ...rest }: Registered): Registered {
    return { type, name, ...rest, props: { ...props, id: name, ...outputsOf(type, name, props) } };
}

function outputsOf(type: string, name: string, props: Props): Props {
    switch (type) {
        case "docker:index/remoteImage:RemoteImage":
            return { imageId: `sha256:${name}`, repoDigest: "" };
        case "docker:index/container:Container":
            return {
                ...Object.fromEntries(["memory", "memorySwap", "memoryReservation", "cpuShares"].map(key => [key, props[key] ?? 0])),
                ...Object.fromEntries(["ports", "uploads", "networksAdvanced", "volumes"].map(key => [key, props[key] ?? []])),
                ...(props["ports"] === undefined ? {} : { ports: (props["ports"] as readonly Props[]).map(port => ({ ip: "0.0.0.0", protocol: "tcp", ...port })) }),
                envs: ((props["envs"] ?? []) as readonly string[]).toReversed(),
                image: "sha256:0", hostname: "0123456789ab", networkMode: "bridge", command: ["start"], __meta: "{}",
            };
        case "command:local:Command":
        case "command:remote:Command":
            return { stdout: "done", stderr: "", create: "run", update: "run" };
        case "kubernetes:apps/v1:Deployment":
            return { status: { readyReplicas: 2 }, spec: filledIn(props["spec"] as Props), metadata: { ...(props["metadata"] as Props), uid: "1", managedFields: [{ manager: "pulumi" }] } };
        case "kubernetes:core/v1:Service":
            return { status: { loadBalancer: {} }, spec: { clusterIP: "10.96.0.7", clusterIPs: ["10.96.0.7"], sessionAffinity: "None", ...(props["spec"] as Props) } };
        case "kubernetes:core/v1:PersistentVolumeClaim":
            return { status: { phase: "Bound" } };
        default:
            return {};
    }
}

function filledIn(spec: Props): Props {
    const template = spec["template"] as Props;
    const pod = template["spec"] as Props;
    const containers = (pod["containers"] as readonly Props[]).map(container => ({ terminationMessagePath: "/dev/termination-log", ...container }));
    // An autoscaler's doing.
    return { replicas: 7, ...spec, template: { ...template, spec: { ...pod, containers, initContainers: pod["initContainers"] ?? [], dnsPolicy: "ClusterFirst", restartPolicy: "Always" } } };
}

describe("after an up, when resources are what has become of them", () => {
    test.each(stacks)("%s is what it was before", async stack => {
        const resources = await recorded(settingsIn(stack));
        expect(viewOf(resources.map(asOutputs))).toEqual({ ...viewOf(resources), texts: expect.any(Array) as unknown });
    });

    test("an image without a resource of its own here is known by its id", async () => {
        const resources = (await recorded(settingsIn("examples/healthai-docker.yaml"))).map(asOutputs);
        const cut = resources.map(resource => ({ ...resource, propertyDependencies: {}, ...(resource.name === "healthai-proxy" ? { props: { ...resource.props, image: "sha256:nginx:1.28.0" } } : {}) }));
        const images = new Map(viewOf(cut).containers.map(({ where, image }) => [where, image]));
        expect(images.get("container healthai-proxy")).toBe("nginx:1.28.0");
        expect(images.get("container healthai-agent")).toBe("sha256:0");
    });
});
