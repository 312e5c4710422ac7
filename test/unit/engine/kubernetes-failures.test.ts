import { expect, test } from "vitest";
import type { Reply } from "../../../tools/engine/providers/kubernetes/client";
import { refused } from "../../../tools/engine/providers/kubernetes/failure";
import type { Json } from "../../../tools/engine/wire";

/** Answers as an API server of version 1.35 gives them. */
function reply(status: number, body: Json): Reply {
    return { status, body, warnings: [], retryAfter: undefined };
}

function words(status: number, message: string, more: Record<string, Json> = {}): string {
    return refused("Deployment a/b", "https://c (context \"d\")", reply(status, { kind: "Status", message, ...more })).message;
}

test.each<[string, number, string, Record<string, Json>, string]>([
    [
        "a field that is none",
        500,
        "failed to create typed patch object (a/b; apps/v1, Kind=Deployment): .spec.foo: field not declared in schema",
        {},
        "Deployment a/b: it has no field spec.foo in this cluster's version of the API. Check the spelling, or leave it out.",
    ],
    [
        "a field that is none, in a list",
        500,
        'failed to create typed patch object (a/b; apps/v1, Kind=Deployment): .spec.template.spec.containers[name="c d"].imagee: field not declared in schema',
        {},
        'Deployment a/b: it has no field spec.template.spec.containers[name="c d"].imagee in this cluster\'s version of the API. Check the spelling, or leave it out.',
    ],
    [
        "several of them",
        400,
        'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.foo", unknown field "spec.bar"',
        { reason: "BadRequest" },
        "Deployment a/b: it has no field spec.foo, spec.bar in this cluster's version of the API. Check the spelling, or leave it out.",
    ],
    [
        "invalid values",
        422,
        'Deployment.apps "b" is invalid: [spec.replicas: Invalid value: -1: ...]',
        {
            reason: "Invalid",
            details: {
                causes: [
                    { reason: "FieldValueInvalid", message: "Invalid value: -1: must be greater than or equal to 0", field: "spec.replicas" },
                    { reason: "FieldValueRequired", message: "Required value", field: "spec.selector" },
                ],
            },
        },
        "Deployment a/b: the cluster finds this invalid:\n    spec.replicas: Invalid value: -1: must be greater than or equal to 0\n    spec.selector: Required value",
    ],
    [
        "fields of others",
        409,
        'Apply failed with 1 conflict: conflict with "kubectl-edit" using apps/v1: .spec.replicas',
        { reason: "Conflict", details: { causes: [{ reason: "FieldManagerConflict", message: 'conflict with "kubectl-edit" using apps/v1', field: ".spec.replicas" }] } },
        'Deployment a/b: others have set fields of it that this would change:\n    spec.replicas: set by "kubectl-edit" using apps/v1\nHave them let go, or let the provider take the fields over (enablePatchForce).',
    ],
    [
        "an object of somebody else's",
        409,
        'deployments.apps "b" already exists',
        { reason: "AlreadyExists" },
        "Deployment a/b: an object of this kind and name is there already, and this stack did not make it. Delete it, choose another name, or let the provider take it over (upsertExistingObjects).",
    ],
    [
        "a right that is missing",
        403,
        'deployments.apps "b" is forbidden: User "jane" cannot patch resource "deployments" in API group "apps" in the namespace "a"',
        { reason: "Forbidden" },
        'Deployment a/b: jane may not patch deployments.apps in the namespace a of the cluster at https://c (context "d"). Ask whoever runs it for a role with that right.',
    ],
    [
        "a right that is missing for something of the whole cluster",
        403,
        'namespaces "b" is forbidden: User "jane" cannot get resource "namespaces" in API group "" at the cluster scope',
        { reason: "Forbidden" },
        'Deployment a/b: jane may not get namespaces of the cluster at https://c (context "d"). Ask whoever runs it for a role with that right.',
    ],
    [
        "a quota",
        403,
        'persistentvolumeclaims "b" is forbidden: exceeded quota: small, requested: requests.storage=5Gi, used: requests.storage=0, limited: requests.storage=1Gi',
        { reason: "Forbidden" },
        "Deployment a/b: it does not fit into the namespace's quota: small, requested: requests.storage=5Gi, used: requests.storage=0, limited: requests.storage=1Gi. Ask for less, or for a larger quota.",
    ],
    [
        "Pod Security",
        403,
        'pods "b" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false',
        { reason: "Forbidden" },
        'Deployment a/b: the cluster does not admit it: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false',
    ],
    [
        "a namespace that goes",
        403,
        'deployments.apps "b" is forbidden: unable to create new content in namespace a because it is being terminated',
        { reason: "Forbidden" },
        "Deployment a/b: its namespace is being deleted. Wait until it is gone, and run this again.",
    ],
    [
        "a webhook",
        400,
        'admission webhook "check.example.org" denied the request: no',
        {},
        'Deployment a/b: the cluster does not admit it: admission webhook "check.example.org" denied the request: no',
    ],
    [
        "a policy",
        422,
        "deployments.apps \"b\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'q' denied request: no",
        { reason: "Invalid", details: { causes: [{ message: "no" }] } },
        "Deployment a/b: the cluster does not admit it: ValidatingAdmissionPolicy 'p' with binding 'q' denied request: no",
    ],
    ["a namespace that is not there", 404, 'namespaces "a" not found', { details: { kind: "namespaces", name: "a" } }, "Deployment a/b: there is no namespace a."],
    ["credentials", 401, "Unauthorized", {}, 'Deployment a/b: the cluster at https://c (context "d") does not know these credentials. Log in to it again, or get a new kubeconfig.'],
])("%s in plain words", (_what, status, message, more, expected) => {
    expect(words(status, message, more)).toBe(expected);
});

test("a kind that the cluster does not know is told from an object that is not there", () => {
    const unknownKind = refused("HTTPRoute a/b", "https://c", reply(404, "404 page not found"));
    expect(unknownKind.message).toBe("HTTPRoute a/b: the cluster at https://c does not know this kind of object. Install what brings it (its CustomResourceDefinitions), or leave the setting out that asks for it.");
    expect([unknownKind.isUnknownKind, unknownKind.lacksNamespace]).toEqual([true, false]);
    const missing = refused("x", "y", reply(404, { message: 'namespaces "a" not found', details: { kind: "namespaces", name: "a" } }));
    expect([missing.isUnknownKind, missing.lacksNamespace]).toEqual([false, true]);
});

test("what is wrong with an object is told from what is wrong with its place, or with asking", () => {
    const of = (status: number, message: string): unknown => {
        const { isOfTheObject, isUnaskable } = refused("x", "y", reply(status, { message }));
        return [isOfTheObject, isUnaskable];
    };
    expect(of(500, "failed to create typed patch object (a/b; v1, Kind=Service): .spec.foo: field not declared in schema")).toEqual([true, false]);
    expect(of(422, 'Service "b" is invalid: spec.ports: Required value')).toEqual([true, false]);
    expect(of(422, "services \"b\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'q' denied request: not in default")).toEqual([false, false]);
    expect(of(400, 'admission webhook "p" denied the request: not in default')).toEqual([false, false]);
    expect(of(400, 'admission webhook "p" does not support dry run')).toEqual([false, true]);
    expect(of(409, "already exists")).toEqual([false, false]);
});

test("a right that is missing is told from what is not admitted", () => {
    const of = (message: string): boolean => refused("x", "y", reply(403, { message })).isForbidden;
    expect(of('x is forbidden: User "jane" cannot patch resource "secrets" in API group ""')).toBe(true);
    expect(of("x is forbidden: exceeded quota: small")).toBe(false);
});
