import { describe, expect, it } from "vitest";
import { ms } from "../proxy/model";
import { kubernetesModel, kubernetesService, kubernetesTarget, monitoring } from "./model";
import { objectNamed } from "./objects";

describe("who reaches whom", () => {
    it("lets the proxy alone reach applications that nobody measures", () => {
        expect(objectNamed(kubernetesModel(), "NetworkPolicy", "evenkeel-app").spec).toEqual({
            podSelector: { matchLabels: { "app.kubernetes.io/name": "app", "app.kubernetes.io/instance": "evenkeel" } },
            policyTypes: ["Ingress"],
            ingress: [
                {
                    from: [{ podSelector: { matchLabels: { "app.kubernetes.io/name": "proxy", "app.kubernetes.io/instance": "evenkeel", "app.kubernetes.io/component": "proxy" } } }],
                    ports: [{ protocol: "TCP", port: 8000 }],
                },
            ],
        });
    });

    it.each([
        ["prometheus", { matchLabels: { "kubernetes.io/metadata.name": "prometheus" } }],
        [null, {}],
    ])("lets monitoring in %s reach metrics", (from, namespaceSelector) => {
        const target = kubernetesTarget({ discovery: { by: "annotations", from, labels: [] } });
        const services = [kubernetesService("app", {}, { metrics: { path: "/metrics", interval: ms(15_000) } }), kubernetesService("web")];
        const model = kubernetesModel({ target, services, monitoring });
        expect(objectNamed(model, "NetworkPolicy", "evenkeel-app").spec.ingress[1]).toEqual({ from: [{ namespaceSelector }], ports: [{ protocol: "TCP", port: 8000 }] });
        expect(objectNamed(model, "NetworkPolicy", "evenkeel-web").spec.ingress).toHaveLength(1);
        const [site, metrics] = objectNamed(model, "NetworkPolicy", "evenkeel-proxy").spec.ingress;
        expect(site).toEqual({ ports: [{ protocol: "TCP", port: 80 }] });
        expect(metrics).toEqual({ from: [{ namespaceSelector }], ports: [9113, 9100, 3903].map(port => ({ protocol: "TCP", port })) });
    });

    it("lets the proxy reach DNS and the applications' ports", () => {
        const services = [kubernetesService("app"), kubernetesService("web", {}, { instances: [{ address: "evenkeel-web-pods", port: 3000, weight: 1, maxConnections: null }] })];
        expect(objectNamed(kubernetesModel({ services }), "NetworkPolicy", "evenkeel-proxy").spec.egress).toEqual([
            { ports: [{ protocol: "UDP", port: 53 }, { protocol: "TCP", port: 53 }] },
            {
                to: [
                    {
                        podSelector: {
                            matchLabels: { "app.kubernetes.io/instance": "evenkeel" },
                            matchExpressions: [{ key: "app.kubernetes.io/component", operator: "In", values: ["application", "backup"] }],
                        },
                    },
                ],
                ports: [{ protocol: "TCP", port: 3000 }, { protocol: "TCP", port: 8000 }],
            },
        ]);
    });
});
