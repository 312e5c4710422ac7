import type { Instance, Route, Service } from "../../config/model";
import type { Printed } from "../printed";
import { quote, word } from "./quote";

/** Where this layer's own includes lie, as nginx resolves them: against the folder of nginx.conf. */
export const snippets = "snippets/evenkeel";

/** Everything at the http level that other sites of the host can see begins with this. */
const own = "evenkeel_";

export function upstreamName(service: Service): Printed {
    return word(own + quote("name", service.name));
}

/** A dot can't be part of a service's name: no service can be called like another one's fallback. */
export function fallbackName(service: Service): Printed {
    return word(`${own}${quote("name", service.name)}.all`);
}

/** A name for a shared memory zone of one route: unique because a path belongs to one route. */
export function routeZone(purpose: "rate" | "cache", route: Route): Printed {
    return quote("zone", `${own}${purpose}${route.path}`);
}

/** A named location of one route. */
export function routeLocation(purpose: string, route: Route): Printed {
    return quote("named", `@${purpose}:${route.path}`);
}

/** A route's path as part of a file name. A plus sign can't be part of a path: no two routes share a file. */
export function routeFile(route: Route): string {
    return `route${route.path.replaceAll("/", "+")}`;
}

/** A route's file as nginx.conf would include it. */
export function routeInclude(route: Route): Printed {
    return quote("include", `${snippets}/${routeFile(route)}.conf`);
}

export function addressOf({ address, port }: Pick<Instance, "address" | "port">): Printed {
    return quote("address", `${bracketed(address)}:${port}`);
}

/** IPv6 addresses stand in brackets wherever a port may follow. */
export function bracketed(address: string): string {
    return address.includes(":") ? `[${address}]` : address;
}
