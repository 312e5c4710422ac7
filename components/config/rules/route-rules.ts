import type { Problem } from "../problem";
import { itemPath } from "../path";
import { covers, isOwnPath, ownPaths, ownPrefix } from "../route-path";
import { nearestGiven } from "../inherit";
import { routePolicy } from "../settings/route-policy";
import type { Draft } from "../settings/stack";
import { servicesOf, type Rule, type ServiceEntry } from "./drafts";

/** Something in the stack file that takes a path of the site for itself. */
interface Claim {
    readonly at: string;
    readonly path: string;
}

interface RouteClaim extends Claim {
    readonly service: ServiceEntry;
    readonly strips: boolean | undefined;
}

/** A path leads to one place. */
export const onePlacePerPath: Rule = (draft) => {
    const first = new Map<string, string>();
    return [...staticClaims(draft), ...routeClaims(draft)].flatMap(({ at, path }): Problem[] => {
        const earlier = first.get(path);
        first.set(path, earlier ?? at);
        const fix = `Remove it or change it: \`${earlier ?? ""}\` has this path already.`;
        return earlier === undefined ? [] : [{ path: at, found: JSON.stringify(path), allowed: "a path that nothing else has", fix }];
    });
};

/** `/health`, `/nginx-health` and the like belong to the proxy. */
export const noOwnPaths: Rule = (draft) =>
    [...staticClaims(draft), ...routeClaims(draft), ...operatorClaims(draft)]
        .filter(({ path }) => isOwnPath(path))
        .map(({ at, path }) => ({
            path: at,
            found: JSON.stringify(path),
            allowed: `any path but ${ownPaths.join(", ")} and what is below ${ownPrefix}`,
            fix: "Choose another path: the proxy answers this one itself.",
        }));

/** Static files are open to everybody, which an operator path must not be. */
export const staticFilesAreOpen: Rule = (draft) =>
    staticClaims(draft).flatMap(({ at, path }): Problem[] => {
        const operators = operatorClaims(draft).find((claim) => covers(claim.path, path));
        const fix = `Choose another path, or leave ${operators?.path ?? ""} out of \`site.operatorPaths\`.`;
        return operators === undefined ? [] : [{ path: at, found: JSON.stringify(path), allowed: "a path outside the operator paths", fix }];
    });

/**
 * An operator path becomes a route with the values of the route that it lies in. When that one takes its prefix away,
 * there is no telling what the instance should see.
 */
export const operatorPathsKeepTheirPath: Rule = (draft) => {
    const routes = routeClaims(draft);
    return operatorClaims(draft).flatMap(({ at, path }): Problem[] => {
        const owner = ownerOf(path, routes);
        const cut = owner !== undefined && owner.path !== path && owner.path !== "/" && owner.strips === true;
        const fix = `List ${path} as a route of ${owner?.service.name ?? ""}, with the stripPrefix that it needs.`;
        return cut ? [{ path: at, found: `${JSON.stringify(path)}, below ${owner.path}, which has stripPrefix`, allowed: "a path whose route keeps its prefix", fix }] : [];
    });
};

function ownerOf(path: string, routes: readonly RouteClaim[]): RouteClaim | undefined {
    return routes.filter((route) => covers(route.path, path)).sort((a, b) => b.path.length - a.path.length)[0];
}

function routeClaims(draft: Draft): RouteClaim[] {
    return servicesOf(draft).flatMap((service) =>
        (service.value.routes ?? []).flatMap((route, i) => {
            const at = itemPath(`${service.path}.routes`, i);
            const strips = nearestGiven(routePolicy.stripPrefix, route?.stripPrefix, service.value.stripPrefix, draft.defaults?.stripPrefix);
            return route?.path === undefined ? [] : [{ at, path: route.path, service, strips }];
        }),
    );
}

function staticClaims({ site }: Draft): Claim[] {
    const path = site?.static?.path;
    return path === undefined ? [] : [{ at: "site.static.path", path }];
}

function operatorClaims({ site }: Draft): Claim[] {
    return (site?.operatorPaths ?? []).flatMap((path, i) => (path === undefined ? [] : [{ at: itemPath("site.operatorPaths", i), path }]));
}
