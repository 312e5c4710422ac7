import ipaddr from "ipaddr.js";
import type { Proxy } from "../deployed/deployed";
import { mappingsOf } from "../deployed/nginx/mappings";
import { inForce } from "../deployed/nginx/scope";
import type { Location } from "../deployed/nginx/servers";
import { hasStrangers } from "./networks";
import { list } from "./words";

/** Nobody has operators in a wider public network. */
const widest = { ipv4: 16, ipv6: 32 };

/** What lets strangers into a location; nginx goes by the first rule that fits. undefined: nothing. */
export function whoComesIn({ scope, directive }: Location): string | undefined {
    if ((directive.block ?? []).some(({ name }) => name === "internal")) {
        return undefined;
    }
    const rules = inForce(scope, "allow", "deny");
    const end = rules.findIndex(({ name, args }) => name === "deny" && args[0] === "all");
    const wide = rules
        .slice(0, end < 0 ? rules.length : end)
        .filter(({ name }) => name === "allow")
        .flatMap(({ args }) => args)
        .filter(network => hasStrangers(network, widest));
    if (wide.length > 0) {
        return `allow ${list(wide)}`;
    }
    return end < 0 ? "no `deny all`, so that everybody comes in" : undefined;
}

/** By which the proxy tells its own machine from everybody else. */
const fromOutside = "$evenkeel_from_outside";

/** Whether a location turns away whoever is not on the proxy's own machine. */
export function isForItsMachine({ nginx }: Proxy, { directive }: Location): boolean {
    const conditions = (directive.block ?? []).filter(({ name, args }) => name === "if" && args.join(" ") === `(${fromOutside})`);
    return conditions.some(({ block = [] }) => block.some(({ name, args }) => name === "return" && args[0] === "403")) && tellsItsMachine({ nginx });
}

/** Everybody is from outside but who connects from the machine itself and is said to be there. */
function tellsItsMachine({ nginx }: Pick<Proxy, "nginx">): boolean {
    const { values } = mappingsOf(nginx).find(({ variable }) => variable === fromOutside) ?? { values: new Map<string, string>() };
    const inside = [...values].filter(([key, value]) => key !== "default" && value !== "1").map(([key]) => key);
    return values.get("default") === "1" && inside.every(key => key.split(" ").every(isItself));
}

function isItself(address: string): boolean {
    return address === "unix:" || (ipaddr.isValid(address) && ipaddr.parse(address).range() === "loopback");
}
