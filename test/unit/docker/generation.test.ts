import { describe, expect, it } from "vitest";
import type { Container, DockerModel, Service } from "../../../components/config/model";
import { generationOf, slotsOf } from "../../../components/targets/docker/generation";
import { container, dockerModel, dockerService } from "./model";

const image = "app:1.0";

function names(model: DockerModel, ofImage = image, prints: readonly string[] = []): string[] {
    return model.services.flatMap(service => slotsOf(service).map(slot => generationOf(model, slot, ofImage, prints).name));
}

function withService(change: Partial<Service>): DockerModel {
    return dockerModel({ services: [{ ...dockerService("app", 2, 1), ...change }] });
}

function withContainer(change: Partial<Container>): DockerModel {
    return withService({ container: container(change) });
}

const before = withService({});

describe("a generation", () => {
    it("is called after its stack, its slot and its spec", () => {
        const parts = names(before).map(name => /^evenkeel-(.*)-([0-9a-f]{8})$/.exec(name)?.[1]);
        expect(parts).toEqual(["app-1", "app-2", "app-backup-1"]);
        expect(new Set(names(before)).size).toBe(3);
    });

    it.each<readonly [string, DockerModel]>([
        ["an environment variable", withContainer({ env: [{ name: "MODE", value: "fast" }] })],
        ["its account", withContainer({ user: "10001" })],
        ["a volume", withContainer({ volumes: [{ name: "data", path: "/data", readOnly: false }] })],
        ["its memory", withContainer({ resources: { cpu: { request: null, limit: null }, memory: { request: null, limit: 2 ** 30 as never } } })],
        ["read-only files", withContainer({ readOnly: true })],
        ["its own probe", withContainer({ probe: ["/app", "check"] })],
    ])("is another one when %s changes", (_, after) => {
        for (const [index, name] of names(after).entries()) {
            expect(name).not.toBe(names(before)[index]);
        }
    });

    it("is another one when the image or a secret is another one", () => {
        expect(names(before, "app:1.1")).not.toEqual(names(before));
        expect(names(before, image, ["KEY 1"])).not.toEqual(names(before, image, ["KEY 2"]));
    });

    it.each<readonly [string, DockerModel]>([
        ["how it is balanced", withService({ balance: "round_robin" })],
        ["how failures are counted", withService({ failover: { maxFails: 9, failTimeout: 1000 as never } })],
        ["how many there are", dockerModel({ services: [dockerService("app", 5, 1)] })],
        ["another service", dockerModel({ services: [dockerService("app", 2, 1), dockerService("web", 1, 0)] })],
        ["the drain", { ...before, site: { ...before.site, drain: 5000 as never } }],
        ["the certificate", { ...before, tls: { mode: "off", hsts: null } }],
    ])("stays the same when %s changes", (_, after) => {
        expect(names(after)).toEqual(expect.arrayContaining(names(before)));
    });

    it("knows which instance it is, and may do nothing that it need not", () => {
        const [first] = slotsOf(before.services[0] as Service);
        expect(first && generationOf(before, first, image, []).spec).toMatchObject({
            hostname: "app-1",
            envs: ["APP_INSTANCE=1", "PORT=8000"],
            restart: "unless-stopped",
            capabilities: { drops: ["ALL"] },
            securityOpts: ["no-new-privileges:true"],
            networksAdvanced: [{ name: "evenkeel-back", aliases: ["app-1", "app"] }],
        });
    });
});
