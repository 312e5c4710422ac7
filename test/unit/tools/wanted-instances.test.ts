import { describe, expect, it } from "vitest";
import type { Model } from "../../../components/config/model";
import { validate } from "../../../components/config/validate";
import type { Identity } from "../../../tools/sample-service/identity";
import { wantedInstances } from "../../../tools/sandbox/wanted-instances";

function modelOf(services: Record<string, object>): Model {
    const result = validate({ target: "host", host: { sandbox: true }, services });
    if ("problems" in result) {
        throw new Error(JSON.stringify(result.problems));
    }
    return result.model;
}

function names(identities: readonly Identity[]): Record<string, string> {
    return Object.fromEntries(identities.map(({ address, name }) => [address, name]));
}

const api = { routes: ["/api"], port: 6333 };

describe("the sample services of a stack", () => {
    it("are one for each instance and backup, numbered in the order of their addresses", () => {
        const model = modelOf({ qdrant_api: { ...api, instances: ["127.0.30.2", "127.0.30.1"], backup: ["127.0.30.9"] } });
        expect(wantedInstances(model, [])).toEqual([
            { name: "qdrant-api-1", service: "qdrant_api", address: "127.0.30.1", port: 6333 },
            { name: "qdrant-api-2", service: "qdrant_api", address: "127.0.30.2", port: 6333 },
            { name: "qdrant-api-backup", service: "qdrant_api", address: "127.0.30.9", port: 6333 },
        ]);
    });

    it("leave addresses alone that are not on loopback", () => {
        const model = modelOf({ qdrant_api: { ...api, instances: ["127.0.30.1", "192.168.10.5"] } });
        expect(names(wantedInstances(model, []))).toEqual({ "127.0.30.1": "qdrant-api-1" });
    });

    it("keep their names when another one goes or comes", () => {
        const before = wantedInstances(modelOf({ qdrant_api: { ...api, instances: ["127.0.30.1", "127.0.30.2", "127.0.30.3"] } }), []);
        const after = wantedInstances(modelOf({ qdrant_api: { ...api, instances: ["127.0.30.2", "127.0.30.3", "127.0.30.4"] } }), before);
        expect(names(after)).toEqual({ "127.0.30.2": "qdrant-api-2", "127.0.30.3": "qdrant-api-3", "127.0.30.4": "qdrant-api-4" });
    });

    it("are one where two services share an address", () => {
        const model = modelOf({
            a: { routes: ["/a"], port: 8000, instances: ["127.0.30.1"] },
            b: { routes: ["/b"], port: 8000, instances: ["127.0.30.1"] },
        });
        expect(names(wantedInstances(model, []))).toEqual({ "127.0.30.1": "a-1" });
    });
});
