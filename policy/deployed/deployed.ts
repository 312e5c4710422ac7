import type { Directive } from "./nginx/directive";

/**
 * What a stack puts in place, read from the resources that it registers and from nothing else: the rules judge what is
 * deployed, not what the stack file says. Lists are in the order of their resources' URNs, in whatever order these come.
 */
export interface Deployed {
    readonly target: "host" | "docker" | "kubernetes";
    /** What everything on the target is called after. */
    readonly site: string;
    /** Each place that runs the proxy: the nodes of a host target, one container, one Deployment. At least one. */
    readonly proxies: readonly Proxy[];
    /** Sorted by name. */
    readonly services: readonly DeployedService[];
    /** Of the proxy, the instances and everything beside them; none on a host. */
    readonly containers: readonly Container[];
    readonly volumes: readonly Volume[];
    readonly certificates: readonly Certificate[];
    /** Everything that the target opens to a network. */
    readonly openings: readonly Opening[];
    readonly connections: readonly Connection[];
    /** On a cluster; not there where clients get to the proxy itself. */
    readonly front?: Front;
    /** Every text that a resource carries, with whether its place is one for secrets. */
    readonly texts: readonly Text[];
}

/** A finding is about something that stands in a resource. */
export interface Placed {
    /** As a person calls it: `node 192.168.10.30`, `container healthai-app-1`, `Deployment healthai-app`. */
    readonly where: string;
    readonly urn: string;
}

export interface Proxy extends Placed {
    /** How many of it run at once, each with counters of its own. */
    readonly replicas: number;
    /** The rendered release by path: `nginx/conf.d/upstream.conf`, `config/load_balancer.yaml`. */
    readonly files: ReadonlyMap<string, string>;
    /** All of the nginx configuration, in the order in which nginx.conf includes it; `include`s are resolved. */
    readonly nginx: readonly Directive[];
    /** Whom the health checker asks, by service; from `config/load_balancer.yaml`. */
    readonly watched: ReadonlyMap<string, Watched>;
}

export interface Watched {
    readonly path: string;
    /** Seconds. */
    readonly interval: number;
    readonly timeout: number;
    readonly rise: number;
    readonly fall: number;
    readonly instances: readonly string[];
    readonly backup: readonly string[];
}

/** The instances of a service, as the target starts them; on a host as the proxy is told of them, since nothing starts them. */
export interface DeployedService {
    readonly name: string;
    readonly urn: string;
    /** `address:port` as the proxy must name them. On kubernetes one that stands for all pods. */
    readonly instances: readonly string[];
    readonly backup: readonly string[];
    /** How many run at once at the least: pods of a Deployment, or the autoscaler's minimum; the instances elsewhere. */
    readonly minimum: number;
    /** At the most: the autoscaler's maximum; as `minimum` where nothing scales. */
    readonly maximum: number;
    readonly backups: number;
}

export interface Container extends Placed {
    readonly role: "proxy" | "instance" | "monitoring" | "tool";
    /** The service of an instance. */
    readonly service: string | undefined;
    /** The reference as the stack gives it, with its tag or digest; what is built by the stack itself has `built` set. */
    readonly image: string;
    readonly built: boolean;
    /** Without a value: one that comes from somewhere else, such as a Secret. Sorted by name on docker. */
    readonly env: readonly { readonly name: string; readonly value: string | undefined }[];
    /** Cores and bytes. */
    readonly limits: { readonly memory: number | undefined };
    readonly requests: { readonly cpu: number | undefined; readonly memory: number | undefined };
    /** Whether it gets requests; on docker, whether it counts as healthy. */
    readonly readiness: Probe | undefined;
    /** Whether it is left alone; undefined on docker, where one check is both. */
    readonly liveness: Probe | undefined;
    readonly startup: Probe | undefined;
}

export interface Probe {
    /** `GET /healthz`, or the command. */
    readonly asks: string;
    /** Seconds. */
    readonly interval: number;
    readonly timeout: number;
    readonly fall: number;
}

export interface Volume extends Placed {
    readonly name: string;
    /** Whether it holds data that nothing writes again: a service's volumes, what the monitoring has collected. */
    readonly data: boolean;
    readonly protect: boolean;
    /** undefined: the engine does not tell. */
    readonly retainOnDelete: boolean | undefined;
}

/** What clients are shown; either made by the stack or given to it. One, however many proxies serve it; none where TLS is off. */
export interface Certificate extends Placed {
    readonly origin: "self-signed" | "provided";
    /** Host names and IP addresses that it is for. */
    readonly names: readonly string[];
    /** Of all of its life, where it is made; from now until its end, where it was given: less than 0 when it is over. */
    readonly lifetimeHours: number;
    /** Before its end it is made anew; undefined where it was given. */
    readonly renewedHoursBefore: number | undefined;
}

export interface Opening extends Placed {
    /** What answers there: `proxy`, `prometheus`, `grafana`... */
    readonly part: string;
    /** undefined: every address. */
    readonly address: string | undefined;
    readonly port: number;
    /** Who gets there: whoever reaches the target from outside, or on a cluster its own pods alone. */
    readonly to: "outside" | "cluster";
}

/** What stands before the proxy and ends TLS for it. */
export interface Front extends Placed {
    readonly kind: "ingress" | "gateway";
    /** Whether it has a certificate; undefined: that is said elsewhere, as a gateway's listeners are none of the stack's. */
    readonly tls: boolean | undefined;
}

/** An SSH connection that the stack opens itself: to each node of a host target. */
export interface Connection extends Placed {
    readonly host: string;
    readonly user: string;
    readonly hostKey: string | undefined;
}

export interface Text extends Placed {
    /** `create`, `data.ca.crt`, `env GF_SECURITY_ADMIN_PASSWORD`; of a bundle each file by itself: `stdin certificate/site.key`. */
    readonly property: string;
    /** Of a Secret's data, what is encoded there. */
    readonly text: string;
    /**
     * Whether that is where secrets belong (a file of a certificate command that is for its owner alone, the data of a Secret)
     * and, where the engine tells, whether it is kept secret there.
     */
    readonly forSecrets: boolean;
}
