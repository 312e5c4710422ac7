import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import type { KubeConfig } from "@kubernetes/client-node/dist/config.js";
import { ApiFailure } from "./api-failure";

/** Where a pod finds what it may log in to its own cluster with. */
const podToken = "/var/run/secrets/kubernetes.io/serviceaccount/token";

/**
 * The kubeconfig as kubectl reads it: the files of KUBECONFIG one after the other, the first word on anything counts, else
 * `~/.kube/config`, else what a pod is given.
 *
 * @param context null: the kubeconfig's current one.
 * @throws ApiFailure when there is none, or when it does not know the context.
 */
export async function loadKubeconfig(context: string | null): Promise<KubeConfig> {
    // This part alone, and only when it is needed: the whole package takes a second to load.
    const { KubeConfig } = await import("@kubernetes/client-node/dist/config.js");
    const config = new KubeConfig();
    const files = kubeconfigFiles();
    if (files.length === 0 && context === null && existsSync(podToken)) {
        config.loadFromCluster();
        return config;
    }
    if (files.length === 0) {
        throw new ApiFailure("refused", `There is no kubeconfig: ${whereLookedFor()}. Set KUBECONFIG to yours, or log in to the cluster with its provider's command.`);
    }
    const parts = files.map(file => readPart(new KubeConfig(), file));
    config.loadFromOptions({
        clusters: firstOfEachName(parts.flatMap(part => part.clusters)).map(cluster => ({ ...cluster, skipTLSVerify: cluster.skipTLSVerify || cluster.server.startsWith("http:") })),
        users: firstOfEachName(parts.flatMap(part => part.users)),
        contexts: firstOfEachName(parts.flatMap(part => part.contexts)),
        currentContext: parts.map(part => part.currentContext as string | undefined).find(name => name !== undefined && name !== ""),
    });
    return pickContext(config, context);
}

function kubeconfigFiles(): string[] {
    return namedFiles().filter(file => existsSync(file));
}

function namedFiles(): string[] {
    const named = process.env["KUBECONFIG"] ?? "";
    return named === "" ? [join(homedir(), ".kube", "config")] : named.split(delimiter).filter(file => file !== "");
}

function whereLookedFor(): string {
    return `${namedFiles().join(" and ")} ${namedFiles().length === 1 ? "is" : "are"} not there`;
}

function readPart(part: KubeConfig, file: string): KubeConfig {
    try {
        part.loadFromFile(file, { onInvalidEntry: "filter" });
        return part;
    } catch (error) {
        throw new ApiFailure("refused", `${file} can't be read as a kubeconfig: ${error instanceof Error ? error.message : String(error)}`);
    }
}

function firstOfEachName<T extends { readonly name: string }>(items: readonly T[]): T[] {
    return items.filter((item, index) => items.findIndex(({ name }) => name === item.name) === index);
}

function pickContext(config: KubeConfig, context: string | null): KubeConfig {
    const names = config.contexts.map(({ name }) => name).join(", ");
    const choice = names === "" ? "It has none." : `It has: ${names}.`;
    const wanted = context ?? (config.currentContext as string | undefined);
    if (wanted === undefined) {
        throw new ApiFailure("refused", `The kubeconfig has no current context. ${choice} Set evenkeel:kubernetes context to one of them.`);
    }
    const found = config.contexts.find(({ name }) => name === wanted);
    if (found === undefined) {
        throw new ApiFailure("refused", `The kubeconfig has no context ${wanted}. ${choice} Check evenkeel:kubernetes context and KUBECONFIG.`);
    }
    if (config.getCluster(found.cluster) === null) {
        throw new ApiFailure("refused", `The kubeconfig's context ${wanted} is for the cluster ${found.cluster}, which the kubeconfig does not describe.`);
    }
    config.setCurrentContext(wanted);
    return config;
}
