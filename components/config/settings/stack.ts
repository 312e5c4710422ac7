import { defaulted, later, required } from "../setting";
import { choice } from "../types/choice";
import { group, type GroupOf } from "../types/group";
import { host } from "./host";
import { nginx } from "./nginx";
import { defaults } from "./service-policy";
import { services } from "./services";
import { site } from "./site";
import { tls } from "./tls";

const useHost = "Use host.";
const useNginx = "Use nginx.";

/** The registry: everything that may stand behind `evenkeel:` in a stack file. */
export const settings = {
    target: defaulted(choice(["host"], { docker: useHost, kubernetes: useHost }), "host", { doc: "What the load balancer runs on." }),
    proxy: defaulted(choice(["nginx"], { haproxy: useNginx }), "nginx", { doc: "What does the balancing." }),
    site: defaulted(site, {}, { doc: "What clients see of the load balancer as a whole." }),
    tls: defaulted(tls, {}, { doc: "How the site is encrypted." }),
    defaults: defaulted(defaults, {}, { doc: "Settings for all services that do not say otherwise." }),
    services: required(services, { doc: "What stands behind the load balancer." }),
    nginx: defaulted(nginx, {}, { doc: "The proxy's own process." }),
    host: defaulted(host, {}, { doc: "The machines that run the load balancer." }),
    haproxy: later("Use `evenkeel:nginx`.", { doc: "Proxy haproxy." }),
    docker: later("Use `evenkeel:target: host` and list the addresses of your containers in `instances`.", { doc: "Target docker." }),
    kubernetes: later("Use `evenkeel:target: host`.", { doc: "Target kubernetes." }),
    monitoring: later("Read `/health` and `/nginx_status` with the monitoring that you have.", { doc: "Metrics and alerts." }),
};

export const stack = group(settings, "the settings of a stack");

/** A stack file as it was read: a field is undefined when a problem has been reported for it. */
export type Draft = GroupOf<typeof settings>;
