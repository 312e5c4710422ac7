import { describe, expect, it } from "vitest";
import type { KubernetesModel } from "../../../components/config/model";
import { model as hostModel, ms } from "../proxy/model";
import { kubernetesModel, kubernetesTarget } from "./model";
import { objectNamed } from "./objects";

function exposedAs(exposure: Partial<KubernetesModel["target"]["exposure"]>): KubernetesModel {
    const target = kubernetesTarget();
    return kubernetesModel({ target: { ...target, exposure: { ...target.exposure, ...exposure } }, site: { ...hostModel().site, hosts: ["api.example.com", "*.example.com"], drain: ms(5000) } });
}

describe("how clients get in", () => {
    const service = (model: KubernetesModel) => objectNamed(model, "Service", "evenkeel-proxy").spec;

    it("is a load balancer that hands on their addresses", () => {
        expect(service(exposedAs({ loadBalancerClass: "example.com/lb", sourceRanges: ["10.0.0.0/8"] }))).toMatchObject({
            type: "LoadBalancer",
            externalTrafficPolicy: "Local",
            loadBalancerClass: "example.com/lb",
            loadBalancerSourceRanges: ["10.0.0.0/8"],
            ports: [{ name: "http", port: 80, targetPort: "http" }],
        });
    });

    it("is any node, on ports that may be given", () => {
        expect(service(exposedAs({ service: "NodePort", nodePorts: { http: 30_080, https: null } }))).toMatchObject({
            type: "NodePort",
            externalTrafficPolicy: "Cluster",
            ports: [{ name: "http", nodePort: 30_080 }],
        });
    });

    it("waits longer before a pod ends where a load balancer has to notice it", () => {
        const pause = (model: KubernetesModel) => objectNamed(model, "Deployment", "evenkeel-proxy").spec.template.spec.containers[0]?.lifecycle?.preStop.sleep.seconds;
        expect(pause(exposedAs({}))).toBe(30);
        expect(pause(exposedAs({ service: "ClusterIP" }))).toBe(10);
    });

    it("is an Ingress", () => {
        const annotations = [{ name: "example.com/limit", value: "1" }];
        const model = exposedAs({ service: "ClusterIP", through: { kind: "ingress", className: "traefik", annotations, tlsSecret: "site" } });
        const backend = { service: { name: "evenkeel-proxy", port: { name: "http" } } };
        const http = { paths: [{ path: "/", pathType: "Prefix", backend }] };
        expect(service(model)).not.toHaveProperty("externalTrafficPolicy");
        expect(objectNamed(model, "Ingress", "evenkeel-proxy")).toMatchObject({
            metadata: { annotations: { "example.com/limit": "1" } },
            spec: {
                ingressClassName: "traefik",
                tls: [{ hosts: ["api.example.com", "*.example.com"], secretName: "site" }],
                rules: [{ host: "api.example.com", http }, { host: "*.example.com", http }],
            },
        });
    });

    it("is a route of a Gateway, with nothing left for the API to fill in", () => {
        const model = exposedAs({ service: "ClusterIP", through: { kind: "gateway", name: "public", namespace: "gateways", listener: "https" } });
        expect(objectNamed(model, "HTTPRoute", "evenkeel-proxy").spec).toEqual({
            parentRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: "public", namespace: "gateways", sectionName: "https" }],
            hostnames: ["api.example.com", "*.example.com"],
            rules: [
                {
                    matches: [{ path: { type: "PathPrefix", value: "/" } }],
                    backendRefs: [{ group: "", kind: "Service", name: "evenkeel-proxy", port: 80, weight: 1 }],
                },
            ],
        });
    });
});
