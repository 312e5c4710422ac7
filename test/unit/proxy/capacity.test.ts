import { describe, expect, it } from "vitest";
import type { Model, Service } from "../../../components/config/model";
import { capacityAdvice } from "../../../components/proxy/nginx/capacity";
import { validate } from "../../../components/config/validate";
import { modelOf, project, rawOf, serviceWith, textOf, yamlFiles } from "../config/stack-files";
import { dockerModel, dockerService } from "../docker/model";
import { autoscaling, kubernetesModel, kubernetesService } from "../kubernetes/model";
import { instance, model, route, service } from "./model";

/** What is advised, each as its path and what was found there. */
function advice(given: Model): string[] {
    return capacityAdvice(given).map(({ path, found }) => `${path}: ${found}`);
}

function withConnections(given: Model, workerConnections: number, workerProcesses: number | "auto" = "auto"): Model {
    return { ...given, nginx: { ...given.nginx, workerConnections, workerProcesses } };
}

function bounded(maxConnections: number | null, count = 3): Service {
    return service("web", [route("/")], { instances: Array.from({ length: count }, (_, i) => instance(`10.0.0.${i + 1}`, 80, { maxConnections })) });
}

describe("connections that instances need", () => {
    const shipped = [...yamlFiles(project).filter((name) => /^Pulumi\.\w+\.yaml$/.test(name)), ...yamlFiles(`${project}/examples`).map((name) => `examples/${name}`)];

    it.each(shipped)("%s has enough", (name) => {
        expect(advice(modelOf(rawOf(textOf(project, name))))).toEqual([]);
    });

    it("are as many as idle ones of all services at the most", () => {
        const services = (count: number): Service[] => Array.from({ length: count }, (_, i) => service(`s${i}`, [route(`/${i}`)]));
        expect(advice(model({ services: services(31) }))).toEqual([]);
        expect(advice(model({ services: services(32) }))).toEqual(["nginx.workerConnections: 8192, with up to 8192 idle connections to the instances of 32 services"]);
        expect(capacityAdvice(model({ services: services(33) }))).toMatchObject([{ fix: "Raise it to 16896, or lower `keepalive`, of all services in `defaults.keepalive`." }]);
    });

    it("are one idle one for each instance, the autoscaler's last included", () => {
        const few = (given: Service): Service => ({ ...given, keepalive: 4 });
        expect(advice(dockerModel({ services: [few(dockerService("app", 3, 1))] }))).toEqual([]);
        expect(advice(dockerModel({ services: [few(dockerService("app", 4, 1))] }))).toEqual(["services.app.keepalive: 4, with up to 5 instances"]);
        expect(advice(kubernetesModel({ services: [few(kubernetesService("app", { autoscaling: { ...autoscaling, max: 10 } }))] }))).toEqual(["services.app.keepalive: 4, with up to 10 instances"]);
    });
});

describe("attempts", () => {
    it("are no more than instances that can be asked, after scaling down too", () => {
        const { services: [scaledDown] } = modelOf(serviceWith({ instances: ["10.0.0.5:80", "10.0.0.6:80"], backup: ["10.0.0.9:80"], retries: { attempts: 4 } }));
        expect(scaledDown && advice(model({ services: [scaledDown] }))).toEqual(["services.api.retries.attempts: 4, with 3 instances"]);
        expect(advice(model())).toEqual([]);
    });
});

describe("maxConnections", () => {
    it("is within the ports that a proxy has for one instance", () => {
        expect(advice(model({ services: [bounded(28_232)] }))).toEqual([]);
        expect(advice(model({ services: [bounded(28_233)] }))).toEqual(["services.web.maxConnections: 28233 to one instance"]);
    });

    it("of all instances together is within what the workers open, where their number is known", () => {
        const given = model({ services: [bounded(200)] });
        expect(advice(withConnections(given, 1024))).toEqual([]);
        expect(advice(withConnections(given, 1024, 2))).toEqual([]);
        expect(advice(withConnections(given, 1024, 1))).toEqual(["services.web.maxConnections: 600 to all instances together"]);
        expect(capacityAdvice(withConnections(given, 1024, 1))).toMatchObject([{ fix: "Raise `nginx.workerConnections` to 1200, or lower it." }]);
    });

    it("counts pods by the autoscaler's maximum, for the two workers that a pod has at the least", () => {
        const pods = (max: number): Model => {
            const app = kubernetesService("app", { autoscaling: { ...autoscaling, max } });
            return kubernetesModel({ services: [{ ...app, instances: app.instances.map((each) => ({ ...each, maxConnections: 800 })) }] });
        };
        expect(advice(pods(10))).toEqual([]);
        expect(advice(pods(11))).toEqual(["services.app.maxConnections: 8800 to all instances together"]);
    });

    it("of some instances bounds nothing together", () => {
        const mixed = [...bounded(5000).instances, ...bounded(null, 1).instances];
        expect(advice(withConnections(model({ services: [service("web", [route("/")], { instances: mixed })] }), 1024, 1))).toEqual([]);
    });
});

describe("the validator", () => {
    it("takes as many instances as half of a worker's connections, and no more", () => {
        const accepts = (count: number): boolean => {
            const instances = Array.from({ length: count }, (_, i) => `10.0.${Math.floor(i / 200)}.${(i % 200) + 1}:80`);
            return "model" in validate(serviceWith({ instances }, { nginx: { workerConnections: 512 }, defaults: { keepalive: 256 } }));
        };
        expect([accepts(256), accepts(257)]).toEqual([true, false]);
    });

    it("counts pods where the proxy sends requests to each of them, and one address where a Service picks the pod", () => {
        const accepts = (endpoints: string): boolean => {
            const app = { routes: ["/"], image: "app:1.0", port: 80, instances: 3, resources: { cpu: { request: "100m" } } };
            return "model" in validate({ target: "kubernetes", nginx: { workerConnections: 1024 }, services: { app }, kubernetes: { endpoints, autoscaling: { max: 600 } } });
        };
        expect([accepts("pods"), accepts("service")]).toEqual([false, true]);
    });
});
