import type { Model } from "../model";
import type { CompleteStack } from "./complete-stack";
import { dockerPaths, resolveDocker } from "./docker";
import { hostPaths, resolveHost } from "./host";
import { kubernetesPaths, resolveKubernetes } from "./kubernetes";
import { resolveMonitoring } from "./monitoring";
import { resolveNginx } from "./nginx";
import { resolvePolicies } from "./policies";
import { resolveServices } from "./service";
import { resolveSite } from "./site";
import { resolveTls } from "./tls";

/** Turns a stack file in which nothing is wrong into the model. */
export function resolve(stack: CompleteStack): Model {
    return {
        name: stack.site.name,
        proxy: stack.proxy,
        ...resolvePolicies(stack),
        ...onTarget(stack),
        site: resolveSite(stack),
        tls: resolveTls(stack),
        services: resolveServices(stack),
        nginx: resolveNginx(stack),
        monitoring: resolveMonitoring(stack),
    };
}

function onTarget(stack: CompleteStack): Pick<Model, "target" | "paths"> {
    switch (stack.target) {
        case "host":
            return { target: resolveHost(stack), paths: hostPaths(stack) };
        case "docker":
            return { target: resolveDocker(stack), paths: dockerPaths(stack) };
        case "kubernetes":
            return { target: resolveKubernetes(stack), paths: kubernetesPaths(stack) };
    }
}
