import type { Model } from "../model";
import type { CompleteStack } from "./complete-stack";
import { resolveHost, resolvePaths } from "./host";
import { resolveServices } from "./service";
import { resolveSite } from "./site";
import { resolveTls } from "./tls";

/** Turns a stack file in which nothing is wrong into the model. */
export function resolve(stack: CompleteStack): Model {
    return {
        name: stack.site.name,
        proxy: stack.proxy,
        target: resolveHost(stack),
        paths: resolvePaths(stack),
        site: resolveSite(stack),
        tls: resolveTls(stack),
        services: resolveServices(stack),
        nginx: stack.nginx,
        monitoring: null,
    };
}
