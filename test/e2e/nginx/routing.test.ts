import { afterAll, beforeAll, expect, it } from "vitest";
import { model, ms, route, service } from "../../unit/proxy/model";
import { Backend } from "./backend";
import { Proxy } from "./proxy";
import { withNginx } from "./with-nginx";

withNginx("routes", () => {
    let api: Backend;
    let embed: Backend;
    let web: Backend;
    let proxy: Proxy;

    beforeAll(async () => {
        [api, embed, web] = await Promise.all([Backend.start(), Backend.start(), Backend.start()]) as [Backend, Backend, Backend];
        proxy = await Proxy.start(model({
            services: [
                service("api", [route("/api"), route("/api/v1.0")], { instances: [api.instance] }),
                service("embed", [route("/embed", { stripPrefix: true, websocket: ms(1000) })], { instances: [embed.instance] }),
                service("web", [route("/")], { instances: [web.instance] }),
            ],
        }));
    });

    afterAll(async () => {
        await Promise.all([proxy, api, embed, web].map((each) => each.stop()));
    });

    it.each([
        ["/api", "api", "/api"],
        ["/api/", "api", "/api/"],
        ["/api/a?b=c", "api", "/api/a?b=c"],
        ["/apis", "web", "/apis"],
        ["/api/v1.0/x", "api", "/api/v1.0/x"],
        ["/api/a%2Fb%20c", "api", "/api/a%2Fb%20c"],
        ["/embed", "embed", "/"],
        ["/embed?q=1", "embed", "/?q=1"],
        ["/embed/", "embed", "/"],
        ["/embed/health?q=a%20b", "embed", "/health?q=a%20b"],
        ["/embed/a%0ab", "embed", "/a%0Ab"],
        ["/embedded", "web", "/embedded"],
        ["/x/../embed/y", "embed", "/y"],
        ["/", "web", "/"],
    ])("%s reaches %s as %s", async (path, name, seen) => {
        const answer = await proxy.ask(path);
        const owner = { api, embed, web }[name];
        expect(answer.body).toBe(`${owner?.address ?? ""} GET ${seen}\n`);
        expect(answer.headers["x-served-by"]).toBe(owner?.address);
    });
});
