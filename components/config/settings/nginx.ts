import semver from "semver";
import { defaulted, optional } from "../setting";
import { leaf } from "../type";
import { group } from "../types/group";
import { account } from "../types/names";
import { integer } from "../types/scalar";
import { wordOr } from "../types/switchable";

const nginxOnly = { proxies: ["nginx"] };
const oldest = "1.18.0";

const version = leaf({
    allowed: "an nginx version from 1.18, in quotes",
    schema: { type: "string", pattern: "^[0-9]+\\.[0-9]+(\\.[0-9]+)?$" },
    parse(raw) {
        if (typeof raw !== "string") {
            return { fix: 'Put it in quotes, such as "1.22": without them YAML reads 1.20 as 1.2.' };
        }
        const whole = /^\d{1,3}\.\d{1,4}(\.\d{1,4})?$/.test(raw) ? semver.coerce(raw) : null;
        if (whole === null) {
            return { fix: "Write it as `nginx -v` prints it, such as \"1.22.1\"." };
        }
        return semver.gte(whole, oldest) ? { value: raw } : { fix: "Upgrade nginx on the host: older versions lack what this needs." };
    },
});

/** `evenkeel:nginx`: the proxy's own process. */
export const nginx = group({
    version: optional(version, "1.22 on a host, else that of `docker.images.proxy` or `kubernetes.images.proxy`", {
        ...nginxOnly,
        doc: "Oldest version that has to run the configuration; newer directives are used from the version that has them.",
    }),
    workerProcesses: defaulted(wordOr("auto", "auto" as const, integer(1, 512, "processes")), "auto", {
        ...nginxOnly,
        doc: "Worker processes; auto: one for each core; on kubernetes for each in the limit of `kubernetes.proxy.resources`, and two at least.",
        link: "https://nginx.org/en/docs/ngx_core_module.html#worker_processes",
        formerly: { name: "NGINX_WORKER_PROCESSES", value: "auto", now: "auto" },
    }),
    workerConnections: defaulted(integer(512, 262_144, "connections"), 8192, {
        ...nginxOnly,
        doc: "Connections of one worker, to clients and to instances together.",
        link: "https://nginx.org/en/docs/ngx_core_module.html#worker_connections",
        formerly: { name: "NGINX_WORKER_CONNECTIONS", value: "1024", now: "1024" },
    }),
    user: optional(account, "nginx on docker, the proxy's own default on a host", {
        ...nginxOnly,
        targets: ["host", "docker"],
        instead: "Remove it: pods of the proxy have an account of their own from their beginning.",
        doc: "Account that the workers run under.",
        link: "https://nginx.org/en/docs/ngx_core_module.html#user",
    }),
});
