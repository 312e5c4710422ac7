import type { Model } from "../../../components/config/model";
import { dockerModel, dockerService } from "../docker/model";
import { autoscaling, kubernetesModel, kubernetesService, kubernetesTarget } from "../kubernetes/model";
import { bytes, instance, model, ms, perSecond, route, service } from "./model";

/** A model, the files that show what it is about, and the line that matters most. */
export interface Case {
    readonly name: string;
    readonly model: Model;
    readonly files: readonly string[];
    readonly line: string;
}

const site = "sites-available/evenkeel";
const selfSigned = { mode: "self-signed", profile: "intermediate", hsts: null } as const;
const quick = { connect: ms(500), send: ms(60_000), read: ms(300_000) };

export const cases: readonly Case[] = [
    {
        name: "minimal",
        model: model({ services: [service("web", [route("/")], { instances: [instance("10.0.0.1")] })] }),
        files: [
            "nginx.conf", "conf.d/upstream.conf", site, "snippets/evenkeel/server.conf", "snippets/evenkeel/headers.conf", "snippets/evenkeel/errors.conf",
            "snippets/evenkeel/proxy.conf", "snippets/evenkeel/route+.conf",
        ],
        line: "proxy_pass http://evenkeel_web;",
    },
    {
        name: "instances",
        model: model({
            services: [
                service("cart", [route("/cart")], {
                    instances: [instance("10.0.1.1", 80, { weight: 3 }), instance("cart.internal", 80), instance("fd00::1", 80)],
                    backup: [instance("10.0.1.9", 80)],
                    failover: { maxFails: 3, failTimeout: ms(30_000) },
                    keepalive: 32,
                }),
                service("limited", [route("/limited")], { instances: [instance("10.0.2.1", 80, { maxConnections: 100 }), instance("10.0.2.2", 80, { maxConnections: 100 })] }),
                service("single", [route("/")], { instances: [instance("10.0.3.1")] }),
            ],
        }),
        files: ["conf.d/upstream.conf", "snippets/evenkeel/detours.conf", "snippets/evenkeel/route+cart.conf", "snippets/evenkeel/route+limited.conf"],
        line: "    server             10.0.1.1:80 weight=3 max_fails=3 fail_timeout=30s;",
    },
    {
        name: "balance",
        model: model({
            services: (["hash", "ip_hash", "least_conn", "random", "round_robin"] as const).map((balance) => service(balance, [route(`/${balance}`)], { balance })),
        }),
        files: ["conf.d/upstream.conf"],
        line: "    hash $request_uri consistent;",
    },
    {
        name: "routes",
        model: model({
            services: [
                service("api", [
                    route("/api", { stripPrefix: true, closedBelow: ["/backup", "/monitoring/v1.0"] }),
                    route("/api/v1.0", { timeouts: quick, maxBody: bytes(2 * 1024 ** 3), buffering: null }),
                    route("/api/v2", { buffering: { size: bytes(4096), count: 4 } }),
                ], { retries: { attempts: 1, nonIdempotent: true } }),
                service("web", [route("/")], { instances: [instance("10.0.0.1")] }),
            ],
        }),
        files: [site, "snippets/evenkeel/route+api.conf", "snippets/evenkeel/route+api+v1.0.conf", "snippets/evenkeel/route+api+v2.conf", "snippets/evenkeel/detours.conf"],
        line: "    location = /api       { include snippets/evenkeel/route+api.conf; }",
    },
    {
        name: "websocket",
        model: model({ services: [service("chat", [route("/chat", { websocket: ms(3_600_000), stripPrefix: true, allow: ["10.0.0.0/8"] })])] }),
        files: ["snippets/evenkeel/route+chat.conf", "snippets/evenkeel/detours.conf", "snippets/evenkeel/proxy.conf"],
        line: "    proxy_read_timeout          1h;",
    },
    {
        name: "limits",
        model: model({
            site: { rateLimit: { rate: perSecond(300), burst: 2000 }, operators: ["10.0.0.0/8", "fd00::/8"] },
            services: [
                service("api", [route("/api", { rateLimit: { rate: perSecond(0.5), burst: 0 }, allow: ["10.0.0.0/8", "192.0.2.1"] })]),
                service("web", [route("/", { rateLimit: { rate: perSecond(10), burst: 20 } })]),
            ],
        }),
        files: [site, "snippets/evenkeel/route+api.conf", "snippets/evenkeel/route+.conf"],
        line: "limit_req_zone $binary_remote_addr zone=evenkeel_rate/api:10m rate=30r/m;",
    },
    {
        name: "cache",
        model: model({ services: [service("web", [route("/", { cache: { ttl: ms(60_000), maxSize: bytes(1024 ** 3) } })])] }),
        files: [site, "snippets/evenkeel/route+.conf"],
        line: "proxy_no_cache                $http_authorization $http_cookie;",
    },
    {
        name: "maintenance",
        model: model({
            site: {
                maintenance: { allow: ["0.0.0.0/0", "10.0.0.1"], retryAfter: ms(300_000), message: 'Back at "noon" – \\o/' },
                staticFiles: { path: "/static", root: "/var/www/static", expires: ms(86_400_000) },
            },
        }),
        files: [site, "snippets/evenkeel/route+.conf"],
        line: '    503 "Back at \\\\\\"noon\\\\\\" – \\\\\\\\o/";',
    },
    {
        name: "static-and-compression",
        model: model({
            site: {
                staticFiles: { path: "/assets/css", root: "/srv/www", expires: ms(31_536_000_000) },
                compression: { level: 5, minLength: bytes(1000), types: ["application/json", "text/css"] },
                headers: [{ name: "Content-Security-Policy", value: "default-src 'self'; img-src \"x\"" }, { name: "X-Frame-Options", value: "DENY" }],
                rateLimit: { rate: perSecond(10), burst: 5 },
            },
        }),
        files: [site, "snippets/evenkeel/server.conf", "snippets/evenkeel/headers.conf", "snippets/evenkeel/proxy.conf"],
        line: 'add_header Content-Security-Policy "default-src \'self\'; img-src \\"x\\"" always;',
    },
    {
        name: "tls",
        model: model({ tls: { ...selfSigned, hsts: { maxAge: ms(31_536_000_000), includeSubdomains: true, preload: true } } }),
        files: [site, "snippets/evenkeel/tls.conf", "snippets/evenkeel/headers.conf"],
        line: '    https "max-age=31536000; includeSubDomains; preload";',
    },
    {
        name: "tls-modern-on-new-nginx",
        model: model({
            tls: { mode: "provided", profile: "modern", hsts: null, certificate: "" },
            nginx: { version: "1.29.1", workerProcesses: 4, workerConnections: 1024, user: "www-data" },
        }),
        files: ["nginx.conf", site, "snippets/evenkeel/tls.conf", "snippets/evenkeel/server.conf"],
        line: "http2                      on;",
    },
    {
        name: "hosts",
        model: model({
            tls: selfSigned,
            site: { hosts: ["www.example.com", "*.example.org", "192.0.2.7", "2001:db8::7", `${"a".repeat(60)}.${"b".repeat(60)}.example.com`], httpPort: 8080, httpsPort: 8443 },
        }),
        files: ["nginx.conf", site],
        line: "        return 421;",
    },
    {
        name: "listen",
        model: model({ tls: selfSigned, site: { listen: "fd00::5" } }),
        files: [site],
        line: "    listen      [fd00::5]:443 ssl http2 default_server backlog=4096;",
    },
    {
        name: "trusted-proxies",
        model: model({
            site: { trustedProxies: ["10.0.0.0/8", "::/0"] },
            tls: { mode: "off", hsts: { maxAge: ms(31_536_000_000), includeSubdomains: false, preload: false } },
        }),
        files: [site, "snippets/evenkeel/server.conf", "snippets/evenkeel/proxy.conf", "snippets/evenkeel/headers.conf"],
        line: "map $evenkeel_scheme $evenkeel_hsts {",
    },
    {
        name: "logs",
        model: model({ site: { logging: { access: "combined", errorLevel: "notice" }, drain: ms(90_000) } }),
        files: ["nginx.conf", "snippets/evenkeel/server.conf"],
        line: "worker_shutdown_timeout  90s;",
    },
    {
        name: "prefix",
        model: model({
            name: "lb",
            paths: { conf: "/srv/x/etc/nginx", home: "/srv/x/opt/lb", state: "/srv/x/opt/lb/state", logs: "/srv/x/var/log/nginx", cache: "/srv/x/var/cache/lb", pid: "/srv/x/run/nginx.pid", control: null },
            services: [service("web", [route("/", { cache: { ttl: ms(7_200_000), maxSize: bytes(1024 ** 2) } })])],
        }),
        files: ["nginx.conf", "sites-available/lb", "snippets/evenkeel/server.conf"],
        line: "pid                      /srv/x/run/nginx.pid;",
    },
    {
        name: "docker",
        model: dockerModel({ name: "shop", services: [dockerService("cart_api", 1, 0), dockerService("app", 2, 1)] }),
        files: ["conf.d/upstream.conf", "sites-available/shop", "snippets/evenkeel/server.conf"],
        line: "    listen      unix:/run/evenkeel/control.sock;",
    },
    {
        name: "kubernetes",
        model: kubernetesModel({
            services: [
                kubernetesService("one", { replicas: 1 }),
                kubernetesService("app", { backups: 2, autoscaling: { ...autoscaling, max: 60 } }, { retries: { attempts: 4, nonIdempotent: false } }),
            ],
        }),
        files: ["nginx.conf", "conf.d/upstream.conf", "sites-available/evenkeel", "snippets/evenkeel/server.conf", "snippets/evenkeel/route+one.conf", "snippets/evenkeel/route+.conf"],
        line: "proxy_next_upstream_tries   4;",
    },
    {
        name: "kubernetes-through-services",
        model: kubernetesModel({
            target: kubernetesTarget({ endpoints: "service", proxy: { replicas: 2, resources: { cpu: { request: 1, limit: 2.5 }, memory: { request: null, limit: null } } } }),
            services: [kubernetesService("app", { autoscaling }, { instances: [instance("evenkeel-app")] })],
        }),
        files: ["nginx.conf", "conf.d/upstream.conf", "snippets/evenkeel/route+.conf"],
        line: "worker_processes         3;",
    },
];
