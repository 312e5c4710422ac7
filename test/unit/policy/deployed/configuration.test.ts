import { describe, expect, test } from "vitest";
import { nginxOf } from "../../../../policy/deployed/nginx/configuration";
import type { Directive } from "../../../../policy/deployed/nginx/directive";
import { mappingsOf } from "../../../../policy/deployed/nginx/mappings";
import { directivesNamed, inForce } from "../../../../policy/deployed/nginx/scope";
import { locationsOf, serversOf } from "../../../../policy/deployed/nginx/servers";
import { upstreamsOf } from "../../../../policy/deployed/nginx/upstreams";

function nginx(files: Readonly<Record<string, string>>, links: Readonly<Record<string, string>> = {}, conf?: string): readonly Directive[] {
    return nginxOf({ files: new Map(Object.entries(files)), links: new Map(Object.entries(links)) }, conf);
}

function places(directives: readonly Directive[]): string[] {
    return directives.map(({ name, args, file, line }) => `${[name, ...args].join(" ")} (${file}:${String(line)})`);
}

describe("includes", () => {
    test("a file's directives stand where it is included, with its own name and lines", () => {
        const files = { "nginx/nginx.conf": "a;\ninclude snippets/b.conf;\nc;\n", "nginx/snippets/b.conf": "# b\nb;\n" };
        expect(places(nginx(files))).toEqual(["a (nginx/nginx.conf:1)", "b (nginx/snippets/b.conf:2)", "c (nginx/nginx.conf:3)"]);
    });

    test("a file that is included twice is there twice, in blocks as well", () => {
        const files = { "nginx/nginx.conf": "http { server { include s; } server { include s; } }", "nginx/s": "location / { include t; }", "nginx/t": "proxy_pass http://a;" };
        expect(directivesNamed(nginx(files), "proxy_pass")).toHaveLength(2);
    });

    test("a pattern includes what matches, in the order of names, and may include nothing", () => {
        const files = { "nginx/nginx.conf": "include d/*.conf; include none/*; include e/[ab]?.x;", "nginx/d/b.conf": "b;", "nginx/d/a.conf": "a;", "nginx/d/.c.conf": "c;", "nginx/d/d.conf.old": "d;", "nginx/d/e/f.conf": "f;", "nginx/e/a1.x": "g;", "nginx/e/c1.x": "h;" };
        expect(nginx(files).map(({ name }) => name)).toEqual(["a", "b", "g"]);
    });

    test("a link leads to its file", () => {
        const files = { "nginx/nginx.conf": "include sites-enabled/*;", "nginx/sites-available/shop": "server {}", "nginx/sites-available/other": "map {}" };
        expect(places(nginx(files, { "nginx/sites-enabled/shop": "nginx/sites-available/shop" }))).toEqual(["server (nginx/sites-available/shop:1)"]);
    });

    test("an absolute path leads into the release where it is that of nginx's own folder", () => {
        const files = { "nginx/nginx.conf": "include /opt/shop/conf/a.conf; include /opt/shop/conf/d/*; include /etc/other.conf;", "nginx/a.conf": "a;", "nginx/d/b": "b;" };
        expect(places(nginx(files, {}, "/opt/shop/conf")).map(text => text.replace(/ \(.*/, ""))).toEqual(["a", "b", "include /etc/other.conf"]);
    });

    test("what is no part of the release stays as it is, in a map as well", () => {
        const [map] = nginx({ "nginx/nginx.conf": 'map "" $a { include tls/id.conf; }' });
        expect(map?.block?.map(({ name, args }) => [name, ...args])).toEqual([["include", "tls/id.conf"]]);
    });

    test("a file that includes itself ends", () => {
        expect(nginx({ "nginx/nginx.conf": "include a;", "nginx/a": "b; include a;" }).map(({ name }) => name)).toEqual(["b"]);
    });

    test("a release without a proxy has no configuration", () => {
        expect(nginx({ "config/release": "abc\n" })).toEqual([]);
    });

    test("what nginx would refuse is refused by its file and line", () => {
        expect(() => nginx({ "nginx/nginx.conf": "include a;", "nginx/a": "b;\n}" })).toThrow(/^nginx\/a, line 2: "}" does not belong here/);
    });
});

const site = nginx({
    "nginx/nginx.conf": `
http {
    add_header X-All all;
    limit_req zone=all;
    upstream app { zone app 64k; server app-1:8000 max_fails=2; server [fd00::1]:80 backup; server unix:/run/x.sock weight=3 down; }
    upstream empty { }
    map $https $hsts { on "max-age=1"; default ""; }
    geo $inside { 10.0.0.0/8 1; default 0; }
    server {
        listen 80;
        listen [::]:80 default_server backlog=4096;
        listen 127.0.0.1:8080;
        listen 10.0.0.1;
        listen [fd00::1]:443 ssl http2;
        listen *:81;
        listen unix:/run/control.sock;
        server_name a.example.com *.b.example.com;
        server_name "";
        deny 10.0.0.1;
        location / { allow 10.0.0.0/8; location /in { add_header X-In in; location = /in/most { return 200; } } }
        location = /exact { limit_req zone=own; }
        location ~ \\.php$ { }
        location ~* "^/a b$" { }
        location ^~ /images { }
        location @named:/x { if ($a) { return 403; } }
        location ~\\.png$ { }
    }
    server { listen 82; }
}
`,
});

test("upstreams with their servers", () => {
    const [app, empty] = upstreamsOf(site);
    expect(app?.servers.map(({ address, backup, parameters }) => [address, backup, Object.fromEntries(parameters)])).toEqual([
        ["app-1:8000", false, { max_fails: "2" }],
        ["[fd00::1]:80", true, { backup: "" }],
        ["unix:/run/x.sock", false, { weight: "3", down: "" }],
    ]);
    expect([empty?.name, empty?.servers]).toEqual(["empty", []]);
});

test("what variables stand for", () => {
    expect(mappingsOf(site).map(({ variable, values }) => [variable, Object.fromEntries(values)])).toEqual([
        ["$hsts", { on: "max-age=1", default: "" }],
        ["$inside", { "10.0.0.0/8": "1", default: "0" }],
    ]);
});

test("servers with their names, and where each listens", () => {
    const [first, second] = serversOf(site);
    expect(first?.names).toEqual(["a.example.com", "*.b.example.com", ""]);
    expect(first?.listens.map(({ address, port, socket, tls }) => [address, port, socket, tls])).toEqual([
        [undefined, 80, undefined, false],
        [undefined, 80, undefined, false],
        ["127.0.0.1", 8080, undefined, false],
        ["10.0.0.1", 80, undefined, false],
        ["fd00::1", 443, undefined, true],
        [undefined, 81, undefined, false],
        [undefined, undefined, "/run/control.sock", false],
    ]);
    expect(second?.names).toEqual([]);
});

test("locations at every depth, and what holds in them as nginx inherits it", () => {
    const [server] = serversOf(site);
    const found = (server === undefined ? [] : locationsOf(server)).map(({ modifier, path, scope }) => {
        const rules = inForce(scope, "allow", "deny").map(({ name, args }) => [name, ...args].join(" "));
        return [modifier, path, rules, ...["add_header", "limit_req"].map(name => inForce(scope, name).map(({ args }) => args.at(-1)))];
    });
    expect(found).toEqual([
        ["", "/", ["allow 10.0.0.0/8"], ["all"], ["zone=all"]],
        ["", "/in", ["allow 10.0.0.0/8"], ["in"], ["zone=all"]],
        ["=", "/in/most", ["allow 10.0.0.0/8"], ["in"], ["zone=all"]],
        ["=", "/exact", ["deny 10.0.0.1"], ["all"], ["zone=own"]],
        ["~", "\\.php$", ["deny 10.0.0.1"], ["all"], ["zone=all"]],
        ["~*", "^/a b$", ["deny 10.0.0.1"], ["all"], ["zone=all"]],
        ["^~", "/images", ["deny 10.0.0.1"], ["all"], ["zone=all"]],
        ["@", "named:/x", ["deny 10.0.0.1"], ["all"], ["zone=all"]],
        ["~", "\\.png$", ["deny 10.0.0.1"], ["all"], ["zone=all"]],
    ]);
});
