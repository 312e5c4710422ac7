import { Alias } from "@pulumi/pulumi/proto/alias_pb";
import { RegisterResourceRequest, SupportsFeatureRequest } from "@pulumi/pulumi/proto/resource_pb";
import { describe, expect, test } from "vitest";
import { goalFrom } from "../../../tools/engine/goal";
import { Monitor } from "../../../tools/engine/monitor";
import { makeUrn, nameOf, typeOf } from "../../../tools/engine/urn";
import { equal, Secret, unknown, type Value } from "../../../tools/engine/values";
import { fromWire, toWire, type Json } from "../../../tools/engine/wire";

const sig = "4dabf18193072939515e22adb298388d";

function request(change: (request: RegisterResourceRequest) => void = () => undefined): RegisterResourceRequest {
    const made = new RegisterResourceRequest();
    made.setType("command:remote:Command");
    made.setName("a");
    made.setParent("urn:pulumi:dev::evenkeel::evenkeel:host:Host::lb");
    made.setCustom(true);
    change(made);
    return made;
}

describe("a request of the program", () => {
    test("becomes a goal under its parent", () => {
        const goal = goalFrom(request(made => made.setDependenciesList(["b", "a"])), "evenkeel", "dev");
        expect(goal).toMatchObject({
            urn: "urn:pulumi:dev::evenkeel::evenkeel:host:Host$command:remote:Command::a",
            dependencies: ["a", "b"],
            deleteBeforeReplace: undefined,
            protect: false,
        });
    });

    const refused: [string, (made: RegisterResourceRequest) => void][] = [
        ["aliases", made => made.setAliasesList([new Alias()])],
        ["import", made => made.setImportid("x")],
        ["a provider of its own", made => made.setProvider("urn::id")],
        ["deletedWith", made => made.setDeletedwith("urn")],
        ["a plugin download address", made => made.setPlugindownloadurl("https://example.org")],
        ["a remote component", made => made.setRemote(true)],
        ["customTimeouts", made => made.setCustomtimeouts(timeouts())],
    ];
    test.each(refused)("that uses %s is refused by name", (option, change) => {
        const message = `The resource a (command:remote:Command) uses ${option}, which the embedded engine does not know. Install the Pulumi CLI`;
        expect(() => goalFrom(request(change), "evenkeel", "dev")).toThrow(message);
    });

    test("may name the types that an object of Kubernetes once had, as the SDK does, and no other alias", () => {
        const ask = (type: string, change: (spec: Alias.Spec) => void = () => undefined): RegisterResourceRequest =>
            request(made => {
                const [alias, spec] = [new Alias(), new Alias.Spec()];
                spec.setType(type);
                spec.setParenturn(made.getParent());
                change(spec);
                alias.setSpec(spec);
                made.setType("kubernetes:apps/v1:Deployment");
                made.setAliasesList([alias]);
            });
        const read = (asked: RegisterResourceRequest) => () => goalFrom(asked, "evenkeel", "dev");
        expect(read(ask("kubernetes:apps/v1beta1:Deployment"))).not.toThrow();
        expect(read(ask("docker:index/container:Container"))).toThrow("uses aliases");
        expect(read(ask("kubernetes:apps/v1beta1:Deployment", spec => spec.setName("other")))).toThrow("uses aliases");
        expect(read(ask("kubernetes:apps/v1beta1:Deployment", spec => spec.setParenturn("urn:other")))).toThrow("uses aliases");
        expect(read(ask("kubernetes:apps/v1beta1:Deployment", spec => spec.setNoparent(true)))).toThrow("uses aliases");
    });

    test("may name a provider of its own for the packages that have one, and for the same package alone", () => {
        const reference = "urn:pulumi:dev::evenkeel::pulumi:providers:kubernetes::cluster::id";
        const goal = goalFrom(request(made => made.setType("kubernetes:core/v1:Secret").setProvider(reference)), "evenkeel", "dev");
        expect(goal.provider).toBe(reference);
        expect(() => goalFrom(request(made => made.getProvidersMap().set("aws", reference)), "evenkeel", "dev")).toThrow("a provider of its own");
    });

    function timeouts(): RegisterResourceRequest.CustomTimeouts {
        const made = new RegisterResourceRequest.CustomTimeouts();
        made.setCreate("5m");
        return made;
    }
});

test("the monitor speaks of secrets and of nothing that it can't do", () => {
    const monitor = new Monitor("evenkeel", "dev", { register: () => Promise.reject(new Error()), fail: () => never(), registerOutputs: () => undefined });
    const supports = (feature: string): boolean => {
        const asked = new SupportsFeatureRequest();
        asked.setId(feature);
        let answer = false;
        monitor.supportsFeature(asked, (_error, response) => {
            answer = response?.getHassupport() ?? false;
        });
        return answer;
    };
    expect(["secrets", "transforms", "resourceHooks", "parameterization", "outputValues"].filter(supports)).toEqual(["secrets"]);
});

function never(): never {
    throw new Error("not called");
}

describe("property values on the wire", () => {
    const cases: [Json, Value][] = [
        [{ a: [1, "x", null, true] }, { a: [1, "x", null, true] }],
        [{ [sig]: "1b47061264138c4ac30d75fd1eb44270", value: { b: "s" } }, new Secret({ b: "s" })],
        ["04da6b54-80e4-46f7-96ec-b56ff0331ba9", unknown],
    ];
    test.each(cases)("%o", (json, value) => {
        expect(fromWire(json)).toEqual(value);
        expect(toWire(value)).toEqual(json);
    });

    test("assets are refused", () => {
        expect(() => fromWire({ [sig]: "c44067f5952c0a294b673a41bacd8c17", text: "x" })).toThrow("need the Pulumi CLI");
    });
});

describe("equality", () => {
    const cases: [string, Value | undefined, Value | undefined, boolean][] = [
        ["absent and null", undefined, null, true],
        ["a secret and the same in clear", new Secret("x"), "x", false],
        ["two secrets", new Secret(["x"]), new Secret(["x"]), true],
        ["what is unknown, and itself", unknown, unknown, false],
        ["keys in another order", { a: 1, b: 2 }, { b: 2, a: 1 }, true],
        ["lists in another order", [1, 2], [2, 1], false],
    ];
    test.each(cases)("%s", (_name, a, b, expected) => {
        expect(equal(a, b)).toBe(expected);
    });
});

test("a name may hold the separator of its URN", () => {
    const urn = makeUrn({ stack: "dev", project: "evenkeel", type: "a:b:C", name: "x::y", parent: undefined });
    expect([nameOf(urn), typeOf(urn)]).toEqual(["x::y", "a:b:C"]);
});
