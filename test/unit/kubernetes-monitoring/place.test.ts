import { describe, expect, it } from "vitest";
import { placeOf } from "../../../components/targets/kubernetes/monitoring/place";
import { kubernetesService } from "../kubernetes/model";
import { measuredCluster } from "./measured-cluster";

/** As Prometheus reads it. */
const matches = (pattern: string, name: string) => new RegExp(`^(?:${pattern})$`).test(name);

/** As a ReplicaSet calls a pod of a Deployment. */
const podOf = (deployment: string) => `${`${deployment}-5d4f8b7c9d-`.slice(0, 58)}x7k2p`;

describe("a stack's place in a cluster", () => {
    const place = placeOf(measuredCluster());

    it("has the pods of its own Deployments, whatever others are called", () => {
        const own = ["healthai-proxy", "healthai-app", "healthai-app-backup", "healthai-docs"].map(podOf);
        expect(own.filter((name) => matches(place.pods, name))).toEqual(own);
        expect([podOf("healthai-eu-app"), podOf("healthai-apps"), podOf("healthai-app-worker"), podOf("wiki-proxy"), "healthai-proxy-0"].filter((name) => matches(place.pods, name))).toEqual([]);
        expect(own.filter((name) => matches(place.proxyPods, name))).toEqual([podOf("healthai-proxy")]);
        expect(own.filter((name) => matches(place.services[0]?.pods ?? "", name))).toEqual([podOf("healthai-app"), podOf("healthai-app-backup")]);
    });

    it.each([40, 46, 47, 50, 56])("finds the pods of a stack whose name has %i letters, which Kubernetes cuts", (length) => {
        const name = "a".repeat(length - "-proxy".length);
        expect(matches(placeOf(measuredCluster({ name })).proxyPods, podOf(`${name}-proxy`))).toBe(true);
    });

    it("counts the least that there should be, and what a proxy sees of it", () => {
        expect(place.services.map(({ name, instances, backups }) => [name, instances, backups])).toEqual([["app", 3, 1], ["docs", 2, 0]]);
        const behindServices = placeOf(measuredCluster({}, { endpoints: "service" }));
        expect(behindServices.services.map(({ instances, backups }) => [instances, backups])).toEqual([[1, 1], [1, 0]]);
        expect(place.proxies).toBe(2);
    });

    it("has claims where a service keeps data", () => {
        expect(place.claims).toBe("healthai-app-data|healthai-app-backups");
        expect(placeOf(measuredCluster({ services: [kubernetesService("app")] })).claims).toBeNull();
    });
});
