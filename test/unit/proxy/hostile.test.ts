import { describe, expect, it } from "vitest";
import type { Model, Service, Site } from "../../../components/config/model";
import { render } from "../../../components/proxy/render";
import { parse, shape } from "./directives";
import { bytes, instance, model, ms, perSecond, route, service } from "./model";

/** Everything that text can be in one place, so that every field is there to be spoilt. */
const whole = model({
    tls: { mode: "self-signed", profile: "intermediate", hsts: null },
    site: {
        hosts: ["example.com"],
        listen: "192.0.2.1",
        rateLimit: { rate: perSecond(1), burst: 1 },
        headers: [{ name: "X-Frame-Options", value: "DENY" }],
        trustedProxies: ["10.0.0.0/8"],
        staticFiles: { path: "/static", root: "/var/www", expires: ms(1000) },
        maintenance: { allow: ["10.0.0.1"], retryAfter: ms(1000), message: "closed" },
        compression: { level: 1, minLength: bytes(100), types: ["text/css"] },
    },
    services: [service("web", [route("/web", { stripPrefix: true, allow: ["10.0.0.0/8"], websocket: ms(1000), cache: { ttl: ms(1000), maxSize: bytes(1024) } })])],
    nginx: { version: "1.22", workerProcesses: 1, workerConnections: 512, user: "www-data" },
});

const site = (change: Partial<Site>): Model => ({ ...whole, site: { ...whole.site, ...change } });
const web = (change: Partial<Service>): Model => ({ ...whole, services: whole.services.map((each) => ({ ...each, ...change })) });
const firstRoute = (change: object): Model => web({ routes: whole.services.flatMap(({ routes }) => routes.map((each) => ({ ...each, ...change }))) });

const fields: readonly (readonly [string, (text: string) => Model])[] = [
    ["name", (text) => ({ ...whole, name: text })],
    ["nginx.user", (text) => ({ ...whole, nginx: { ...whole.nginx, user: text } })],
    ["nginx.workerProcesses", (text) => ({ ...whole, nginx: { ...whole.nginx, workerProcesses: text as "auto" } })],
    ...(["state", "logs", "cache", "pid"] as const).map((name) => [`paths.${name}`, (text: string) => ({ ...whole, paths: { ...whole.paths, [name]: text } })] as const),
    ["site.hosts", (text) => site({ hosts: ["example.com", text] })],
    ["site.listen", (text) => site({ listen: text })],
    ["site.headers name", (text) => site({ headers: [{ name: text, value: "x" }] })],
    ["site.headers value", (text) => site({ headers: [{ name: "X-Frame-Options", value: text }] })],
    ["site.trustedProxies", (text) => site({ trustedProxies: [text] })],
    ["site.operators", (text) => site({ operators: ["::1", text] })],
    ["site.static.path", (text) => site({ staticFiles: { path: text, root: "/var/www", expires: ms(1000) } })],
    ["site.static.root", (text) => site({ staticFiles: { path: "/static", root: text, expires: ms(1000) } })],
    ["site.maintenance.allow", (text) => site({ maintenance: { allow: [text], retryAfter: ms(1000), message: "closed" } })],
    ["site.maintenance.message", (text) => site({ maintenance: { allow: ["10.0.0.1"], retryAfter: ms(1000), message: text } })],
    ["site.compression.types", (text) => site({ compression: { level: 1, minLength: bytes(100), types: [text] } })],
    ["site.logging.errorLevel", (text) => site({ logging: { access: "json", errorLevel: text as "warn" } })],
    ["services.name", (text) => web({ name: text })],
    ["services.instances.address", (text) => web({ instances: [instance(text), instance("10.0.0.2")] })],
    ["services.health.path", (text) => web({ health: { ...whole.services.flatMap(({ health }) => health)[0] ?? never(), path: text } })],
    ["routes.path", (text) => firstRoute({ path: text })],
    ["routes.allow", (text) => firstRoute({ allow: [text] })],
];

function never(): never {
    throw new Error("the model has no service");
}

const hostile = [
    "", " ", ";", "}", "{", "x; return 200", "x;}", "} server { listen 81;", '"', "'", "\\", '\\"', 'x" y', "x' y", "$", "$request_uri", "${host}", "a b", "a\tb",
    "a\nb", "a\r\nSet-Cookie: x", "#", "x # y", "*", "/*", "/../..", "~", "~^/", "= /", "@x", "^~ /", "/x y", "/x;", "/x{", "/x$y", "\0", "\u2028", "\u{1f4a5}",
    "é", "\ud800", "%00", "<script>", "`id`", "$(id)", "&&", "include /etc/passwd", "/x\n# managed by evenkeel", "x".repeat(5000), "default", "off", "{{x}}", "{{{x}}}", "@@ 0644 x",
];

const known = new Map<string, string>();

/** The shape of a file; most files of a model are those of another one. */
function shapeOf(content: string): string {
    const found = known.get(content) ?? shape(parse(content));
    known.set(content, found);
    return found;
}

/** The shape of all files; undefined when the text is refused. */
function shapes(model: Model): string | undefined {
    try {
        return render(model).files.map(({ content }) => shapeOf(content.slice(content.indexOf("\n")))).join("\n");
    } catch (error) {
        if (error instanceof Error && error.message.includes("can't be written as")) {
            return undefined;
        }
        throw error;
    }
}

describe("hostile text never changes the structure of a file", () => {
    it.each(fields)("%s", (_, put) => {
        const harmless = ["/x", "x", "10.0.0.9", "text/x"].map((text) => shapes(put(text)));
        expect(harmless.some((each) => each !== undefined)).toBe(true);
        const changed = hostile.filter((text) => ![undefined, ...harmless].includes(shapes(put(text))));
        expect(changed).toEqual([]);
    });

    it("is read back as it was written", () => {
        const value = 'a "b" \\n \\ ; } { # \'c\' é';
        const headers = render(site({ headers: [{ name: "X-A", value }] })).files.find(({ path }) => path.endsWith("headers.conf"))?.content ?? "";
        const [, quoted = ""] = parse(headers)[0]?.args ?? [];
        expect(quoted.slice(1, -1).replace(/\\(["\\])/g, "$1")).toBe(value);
    });

    it("never ends up in a path outside the release", () => {
        for (const [, put] of fields) {
            for (const text of hostile.filter((each) => shapes(put(each)) !== undefined)) {
                for (const { path } of render(put(text)).files) {
                    expect(path).toMatch(/^nginx\/([A-Za-z0-9_~+-][A-Za-z0-9._~+-]*\/)*[A-Za-z0-9_~+-][A-Za-z0-9._~+-]*$/);
                }
            }
        }
    });
});
