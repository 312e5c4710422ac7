import { isMap } from "../found";
import { optional, required } from "../setting";
import type { Type } from "../type";
import { dictionary } from "../types/dictionary";
import { group, type GroupOf } from "../types/group";
import { list } from "../types/list";
import { name } from "../types/names";
import { integer } from "../types/scalar";
import { prefix } from "../types/web-path";
import { containerSettings } from "./container";
import { instances } from "./instance";
import { nginxModule } from "./links";
import { routePolicy } from "./route-policy";
import { servicePolicy } from "./service-policy";

const routeSettings = {
    path: required(prefix, { doc: "Prefix of the paths that lead to the service.", link: nginxModule("core", "location") }),
    ...routePolicy,
};

/** A route as the stack file has it: what it leaves out comes from its service. */
export type RouteEntry = GroupOf<typeof routeSettings>;

const routeAllowed = "a path prefix such as /api, or a map with the keys path, stripPrefix, timeouts, ...";
const detailed = group(routeSettings);

const route: Type<RouteEntry> = {
    allowed: routeAllowed,
    schema: { anyOf: [prefix.schema, detailed.schema] },
    parts: detailed.parts,
    read(raw, at) {
        if (isMap(raw)) {
            return detailed.read(raw, at);
        }
        const path = prefix.read(raw, at);
        return path === undefined ? undefined : detailed.read({ path }, at);
    },
};

const service = group({
    routes: required(list(route, "path prefixes", { least: 1, most: 1000 }), { doc: "What the service answers for; the longest prefix wins." }),
    port: optional(integer(1, 65_535), "every instance has its own; needed on docker and kubernetes", { doc: "Port of the instances that do not name one.", elsewhere: ["containerPort"] }),
    instances: required(instances(1, 100), { doc: "On a host where the service runs: address, address:port, or {address, port, weight, maxConnections}; elsewhere how many.", elsewhere: ["replicas", "scale"] }),
    backup: optional(instances(0, 20), "none", {
        doc: "Instances that get requests only while all others are down.",
        link: nginxModule("upstream", "server"),
    }),
    ...servicePolicy,
    ...containerSettings,
});

/** `evenkeel:services`: what stands behind the load balancer. */
export const services = dictionary(name(["all", "default", "evenkeel", "localhost"]), service, "service names to their settings", 1);
