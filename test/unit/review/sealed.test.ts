import { expect, test } from "vitest";
import { sealedChanges } from "../../../tools/review/sealed";

const [one, other] = [{ secure: "v1:one" }, { secure: "v1:other" }];

test.each([
    ["set anew", { host: { privateKey: one } }, { host: { privateKey: other } }, ["the secret host.privateKey is set anew"]],
    ["added", { host: {} }, { host: { privateKey: one } }, ["the secret host.privateKey is added"]],
    ["removed", { tls: { key: one } }, {}, ["the secret tls.key is removed"]],
    ["as before", { tls: { key: one } }, { tls: { key: one } }, []],
    ["a service's, set anew", { services: { app: { secrets: { A: one } } } }, { services: { app: { secrets: { A: other } } } }, ["the secret services.app.secrets.A is set anew"]],
    ["a service's, which its settings tell of", { services: { app: { secrets: { A: one } } } }, { services: { app: { secrets: { B: one } } } }, []],
    ["no secret by its name", { site: { name: one } }, { site: { name: other } }, []],
])("a secret that is %s", (_name, before, after, expected) => {
    expect(sealedChanges(before, after).map(({ text }) => text)).toEqual(expected);
});
