import ipaddr from "ipaddr.js";
import type { Proxy } from "../deployed/deployed";
import type { Directive } from "../deployed/nginx/directive";
import { mappingsOf } from "../deployed/nginx/mappings";
import { inForce, type Scope } from "../deployed/nginx/scope";
import { locationsOf, type Server } from "../deployed/nginx/servers";
import type { Finding, Rule } from "../rule";
import { byEnvironment } from "./by-environment";
import { locationName, realNames, serverPlace, serversByHttps } from "./passing";
import { count, list } from "./words";

const secondsPerDay = 86_400;

export const hsts: Rule<"minimumDays"> = {
    name: "hsts",
    title: "Browsers are told to come back by HTTPS alone",
    severity: "medium",
    why: "A browser's first try is often plain HTTP, which an attacker can answer before the redirect does. With Strict-Transport-Security (RFC 6797) it uses HTTPS from the second visit on. The rule is about host names: the header does not bind IP addresses. Behind an Ingress or a Gateway that ends TLS, the proxy sends it to clients of whom that one says that they came by HTTPS.",
    fix: "Set `tls.hsts: on` (one year) once clients trust the certificate, or `tls.hsts: { maxAge: ... }`. Where an Ingress or a Gateway sends it by itself, set `policies.hsts: disabled`.",
    levels: byEnvironment("disabled", "advisory", "mandatory"),
    figures: { minimumDays: { doc: "Days that browsers keep to it; six months are what Mozilla's Observatory asks for.", by: byEnvironment(180, 180, 180) } },
    check: (deployed, { minimumDays }) =>
        deployed.proxies.flatMap(proxy =>
            serversByHttps(deployed, proxy)
                .filter(server => realNames(server).some(name => !ipaddr.isValid(name)))
                .flatMap(server => serverFindings(proxy, server, minimumDays)),
        ),
};

interface Place {
    readonly name: string;
    readonly scope: Scope;
}

/** A location with an `add_header` of its own inherits none. */
function serverFindings(proxy: Proxy, server: Server, minimumDays: number): Finding[] {
    const own = locationsOf(server).filter(({ directive }) => (directive.block ?? []).some(({ name }) => name === "add_header"));
    const places = [{ name: "the server itself", scope: server.scope }, ...own.map(location => ({ name: locationName(location), scope: location.scope }))];
    const byTrouble = new Map<string, string[]>();
    for (const { name, scope } of places) {
        const trouble = troubleWith(proxy, { name, scope }, minimumDays);
        if (trouble !== undefined) {
            byTrouble.set(trouble, [...(byTrouble.get(trouble) ?? []), name]);
        }
    }
    const allowed = `Strict-Transport-Security with a max-age of at least ${count(minimumDays, "day")} (${minimumDays * secondsPerDay}), \`always\``;
    return [...byTrouble].map(([trouble, names]) => ({ urn: proxy.urn, where: serverPlace(proxy, server), found: `${trouble} in ${list(names)}`, allowed }));
}

function troubleWith({ nginx }: Proxy, { scope }: Place, minimumDays: number): string | undefined {
    const header = headerIn(scope);
    if (header === undefined) {
        return "no Strict-Transport-Security";
    }
    const seconds = secondsOf(nginx, header);
    if (seconds < minimumDays * secondsPerDay) {
        return `a max-age of ${count(Math.floor(seconds / secondsPerDay), "day")}`;
    }
    return header.args.includes("always") ? undefined : "Strict-Transport-Security without `always`, which leaves it out of errors";
}

/** For how many days browsers are told to use HTTPS alone, in a place; undefined: they are not told. */
export function daysOfHsts({ nginx }: Proxy, scope: Scope): number | undefined {
    const header = headerIn(scope);
    return header && Math.floor(secondsOf(nginx, header) / secondsPerDay);
}

function headerIn(scope: Scope): Directive | undefined {
    return inForce(scope, "add_header").find(({ args }) => args[0]?.toLowerCase() === "strict-transport-security");
}

function secondsOf(nginx: readonly Directive[], { args }: Directive): number {
    return Number(/max-age="?(\d+)/i.exec(whatItSays(nginx, args[1] ?? ""))?.[1] ?? 0);
}

/** A variable that is looked up by how the client came stands for what it is when that was by HTTPS. */
function whatItSays(nginx: readonly Directive[], value: string): string {
    return value.startsWith("$") ? (mappingsOf(nginx).find(({ variable }) => variable === value)?.values.get("https") ?? "") : value;
}
