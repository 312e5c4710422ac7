import { describe, expect, it } from "vitest";
import { modelOf, stackWith } from "./stack-files";
import type { RawConfig } from "../../../components/config/validate";

const operators = ["192.168.10.0/24"];

/** Every route as `service path: who may come`. */
function routesOf(services: RawConfig, site: RawConfig = {}): string[] {
    const model = modelOf(stackWith({ services, site: { operators, ...site } }));
    return model.services.flatMap(({ name, routes }) => routes.map(({ path, allow }) => `${name} ${path}: ${allow.join(" ") || "all"}`));
}

const api = { routes: ["/api"], instances: ["10.0.0.5:80"] };
const web = { routes: ["/"], instances: ["10.0.0.6:80"] };

describe("an operator path", () => {
    it("becomes a closed route of the service whose prefix fits best", () => {
        expect(routesOf({ api, web }, { operatorPaths: ["/api/admin", "/monitoring"] })).toEqual([
            "api /api: all",
            "api /api/admin: 192.168.10.0/24",
            "web /: all",
            "web /monitoring: 192.168.10.0/24",
        ]);
    });

    it("that leads nowhere is left out", () => {
        expect(routesOf({ api })).toEqual(["api /api: all"]);
    });

    it("is not one because its name begins alike", () => {
        expect(routesOf({ api: { ...api, routes: ["/monitoringx"] } })).toEqual(["api /monitoringx: all"]);
    });

    it("closes the routes that a service has at it and below it, whatever the service allows", () => {
        const services = { web: { ...web, allow: ["10.0.0.0/8"], routes: ["/", "/backup", "/monitoring/export"] } };
        expect(routesOf(services)).toEqual([
            "web /: 10.0.0.0/8",
            "web /backup: 192.168.10.0/24",
            "web /monitoring: 192.168.10.0/24",
            "web /monitoring/export: 192.168.10.0/24",
        ]);
    });

    it("is opened by an allow of the route's own", () => {
        const routes = ["/", { path: "/backup", allow: "all" }, { path: "/monitoring", allow: ["10.1.1.1"] }];
        expect(routesOf({ web: { ...web, routes } })).toEqual(["web /: all", "web /backup: all", "web /monitoring: 10.1.1.1"]);
    });

    it("is closed below a prefix that is taken away, where an allow of the route itself does not decide", () => {
        const below = (more: RawConfig): readonly string[] | undefined => modelOf(stackWith({ services: { api: { ...api, routes: [{ path: "/rag", ...more }] } } })).services[0]?.routes[0]?.closedBelow;
        expect(below({ stripPrefix: true })).toEqual(["/backup", "/monitoring"]);
        expect(below({})).toEqual([]);
        expect(below({ stripPrefix: true, allow: "all" })).toEqual([]);
    });

    it("takes its other values from the route that it lies in", () => {
        const routes = [{ path: "/", timeouts: { read: "5m" }, stripPrefix: true }];
        const model = modelOf(stackWith({ services: { web: { ...web, routes } }, site: { operatorPaths: ["/backup"] } }));
        expect(model.services[0]?.routes[1]).toMatchObject({ path: "/backup", stripPrefix: false, timeouts: { read: 300_000 } });
    });
});

describe("the path of a service's metrics", () => {
    const measured = { image: "web:1.0", port: 8000, instances: 1, metrics: { path: "/metrics/" } };

    /** As `routesOf`, on Docker, where instances are started for the user. */
    function routesOn(services: RawConfig, site: RawConfig = {}): string[] {
        const model = modelOf({ target: "docker", services, site: { operators, ...site } });
        return model.services.flatMap(({ name, routes }) => routes.map(({ path, allow }) => `${name} ${path}: ${allow.join(" ") || "all"}`));
    }

    it("is the operators' where clients could read them", () => {
        expect(routesOn({ web: { ...measured, routes: ["/"] } }, { operatorPaths: [] })).toEqual(["web /: all", "web /metrics: 192.168.10.0/24"]);
        expect(routesOn({ web: { ...measured, routes: ["/metrics", "/web"] } }, { operatorPaths: [] })).toEqual(["web /metrics: 192.168.10.0/24", "web /web: all"]);
    });

    it("is no route where it leads to another service, is closed already, or is opened on purpose", () => {
        const web = { ...measured, routes: ["/"] };
        expect(routesOn({ api: { ...measured, metrics: "off", routes: ["/metrics"] }, web }, { operatorPaths: [] })).toEqual(["api /metrics: all", "web /: all"]);
        expect(routesOn({ web }, { operatorPaths: ["/metrics"] })).toEqual(["web /: all", "web /metrics: 192.168.10.0/24"]);
        expect(routesOn({ web: { ...measured, routes: ["/", { path: "/metrics", allow: "all" }] } }, { operatorPaths: [] })).toEqual(["web /: all", "web /metrics: all"]);
    });

    it.each(["/", "/health", "/nginx_status"])("is no route where it is %s", (path) => {
        expect(routesOn({ web: { ...measured, metrics: { path }, routes: ["/"] } }, { operatorPaths: [] })).toEqual(["web /: all"]);
    });
});
