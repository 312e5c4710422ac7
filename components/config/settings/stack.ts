import { isMap } from "../found";
import { defaulted, later, optional, required } from "../setting";
import type { TargetKind } from "../type";
import { choice } from "../types/choice";
import { group, type GroupOf } from "../types/group";
import { docker } from "./docker";
import { host } from "./host";
import { kubernetes } from "./kubernetes";
import { monitoring } from "./monitoring";
import { nginx } from "./nginx";
import { environment, policies } from "./policies";
import { defaults } from "./service-policy";
import { services } from "./services";
import { site } from "./site";
import { measured, onDocker, onHosts, onKubernetes } from "./targets";
import { tls } from "./tls";

const targets = ["host", "docker", "kubernetes"] as const;
const useNginx = "Use nginx.";

/** The registry: everything that may stand behind `evenkeel:` in a stack file. */
export const settings = {
    target: defaulted(choice(targets), "host", { doc: "What the load balancer runs on." }),
    proxy: defaulted(choice(["nginx"], { later: { haproxy: useNginx } }), "nginx", { doc: "What does the balancing." }),
    environment: optional(environment, "`staging`; a sandbox is `development`", { doc: "What the stack is for: how strict its policies are.", link: "policies.md" }),
    site: defaulted(site, {}, { doc: "What clients see of the load balancer as a whole." }),
    tls: defaulted(tls, {}, { doc: "How the site is encrypted." }),
    defaults: defaulted(defaults, {}, { doc: "Settings for all services that do not say otherwise." }),
    services: required(services, { doc: "What stands behind the load balancer." }),
    nginx: defaulted(nginx, {}, { doc: "The proxy's own process." }),
    host: defaulted(host, {}, { ...onHosts, doc: "The machines that run the load balancer." }),
    docker: defaulted(docker, {}, { ...onDocker, doc: "The Docker engine that runs the load balancer and the instances." }),
    kubernetes: defaulted(kubernetes, {}, { ...onKubernetes, doc: "The cluster that runs the load balancer and the instances." }),
    policies: defaulted(policies, {}, { doc: "How strictly single policies are kept, where not as the environment has it.", link: "policies.md" }),
    monitoring: optional(monitoring, "nothing is measured", {
        ...measured,
        instead: "Read `/health` and `/nginx_status` with the monitoring that you have: this version measures containers and pods alone.",
        doc: "Metrics and alerts: a Prometheus, Alertmanager and Grafana of the stack's own on docker, those of the cluster on kubernetes.",
    }),
    haproxy: later("Use `evenkeel:nginx`.", { doc: "Proxy haproxy." }),
};

export const stack = group(settings, "the settings of a stack");

/** A stack file as it was read: a field is undefined when a problem has been reported for it. */
export type Draft = GroupOf<typeof settings>;

/** The target that a stack file names; undefined when it names none that is known. */
export function targetOf(raw: unknown): TargetKind | undefined {
    const named = isMap(raw) && Object.hasOwn(raw, "target") ? raw["target"] : "host";
    return targets.find((known) => known === named);
}
