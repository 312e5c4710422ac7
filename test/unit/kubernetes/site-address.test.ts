import { describe, expect, it } from "vitest";
import type { Exposure, KubernetesModel } from "../../../components/config/model";
import { podAddresses, siteAddress } from "../../../components/targets/kubernetes/site-address";
import { model as hostModel } from "../proxy/model";
import { kubernetesModel, kubernetesService, kubernetesTarget } from "./model";

const tls = { mode: "self-signed", profile: "intermediate", hsts: null } as const;

function reachedAs(hosts: readonly string[], more: Partial<KubernetesModel> = {}, exposure: Partial<Exposure> = {}): KubernetesModel {
    const target = kubernetesTarget({ namespace: "web" });
    return kubernetesModel({ ...more, site: { ...hostModel().site, hosts }, target: { ...target, exposure: { ...target.exposure, ...exposure } } });
}

describe("where a site on a cluster is found", () => {
    it("is a load balancer's address", () => {
        expect(siteAddress(reachedAs([], { tls }), { address: "192.0.2.7" })).toEqual({ url: "https://192.0.2.7", healthUrl: "http://192.0.2.7/health", address: "192.0.2.7" });
        expect(siteAddress(reachedAs([]), { address: "lb.example.com" }).url).toBe("http://lb.example.com");
    });

    it("is a name of the site rather than any address", () => {
        const { url, healthUrl, address } = siteAddress(reachedAs(["*.example.com", "api.example.com"], { tls }), { address: "192.0.2.7" });
        expect([url, healthUrl, address]).toEqual(["https://api.example.com", "http://api.example.com/health", "192.0.2.7"]);
    });

    it("is a node's address with its ports", () => {
        const found = { address: "fd00::5", ports: { http: 30_080, https: 30_443 } };
        expect(siteAddress(reachedAs([], { tls }), found)).toEqual({ url: "https://[fd00::5]:30443", healthUrl: "http://[fd00::5]:30080/health", address: "[fd00::5]:30443" });
        expect(siteAddress(reachedAs([]), found).address).toBe("[fd00::5]:30080");
        expect(siteAddress(reachedAs(["api.example.com"], { tls }), found)).toMatchObject({ url: "https://api.example.com", address: "[fd00::5]:30443" });
    });

    it("is the Service where clients are inside of the cluster", () => {
        expect(siteAddress(reachedAs([]), null)).toEqual({ url: "http://evenkeel-proxy.web.svc", healthUrl: "http://evenkeel-proxy.web.svc/health", address: "evenkeel-proxy.web.svc" });
    });

    it.each([
        ["site", "https://api.example.com"],
        [null, "http://api.example.com"],
    ])("is what an Ingress with the Secret %s answers to", (tlsSecret, origin) => {
        const model = reachedAs(["api.example.com"], {}, { service: "ClusterIP", through: { kind: "ingress", className: null, annotations: [], tlsSecret } });
        expect(siteAddress(model, null)).toEqual({ url: origin, healthUrl: `${origin}/health`, address: "evenkeel-proxy.web.svc" });
    });

    it("is the Service behind an Ingress for any name", () => {
        const model = reachedAs([], {}, { service: "ClusterIP", through: { kind: "ingress", className: null, annotations: [], tlsSecret: "site" } });
        expect(siteAddress(model, null).url).toBe("http://evenkeel-proxy.web.svc");
    });
});

describe("what leads to pods", () => {
    it("is named with its namespace, backups last", () => {
        const model = kubernetesModel({ target: kubernetesTarget({ namespace: "web" }), services: [kubernetesService("app", { backups: 1 })] });
        expect(podAddresses(model)).toEqual({ app: ["evenkeel-app-pods.web.svc:8000", "evenkeel-app-backup-pods.web.svc:8000"] });
    });
});
