import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import type { KubeConfig } from "@kubernetes/client-node";
import { parse } from "yaml";
import { Unreachable } from "../provider";
import type { Settings } from "./settings";

type Source = Pick<Settings, "kubeconfig" | "context">;

/**
 * The kubeconfig that the settings name, with their context as its current one.
 *
 * @throws Unreachable where there is none, or no such context in it.
 */
export async function loadKubeconfig({ kubeconfig, context }: Source): Promise<KubeConfig> {
    // Half a second of loading, for those programs alone that have such resources.
    const { KubeConfig: Config } = await import("@kubernetes/client-node");
    const config = new Config();
    const files = filesOf(kubeconfig);
    try {
        if (kubeconfig !== "" && files.length === 0) {
            config.loadFromString(kubeconfig);
        } else if (files.length === 0) {
            config.loadFromDefault();
        }
        for (const file of files) {
            const part = new Config();
            part.loadFromFile(file);
            // The first that names a context decides, as with kubectl.
            config.mergeConfig(part, Boolean(config.getCurrentContext()));
        }
    } catch (error) {
        throw new Unreachable(`The kubeconfig ${nameOf(kubeconfig)} can't be read: ${error instanceof Error ? error.message : String(error)}`);
    }
    return withContext(config, context, nameOf(kubeconfig));
}

function withContext(config: KubeConfig, context: string, name: string): KubeConfig {
    const contexts = config.getContexts().map(each => each.name);
    // What the library makes up where there is nothing at all.
    if (contexts.length === 0 || config.currentContext === "loaded-context") {
        throw new Unreachable("There is no kubeconfig: neither KUBECONFIG nor ~/.kube/config says where a cluster is. Get one from whoever runs the cluster.");
    }
    if (context !== "") {
        config.setCurrentContext(context);
    }
    const current = config.getCurrentContext();
    if (!contexts.includes(current)) {
        const has = `It has ${contexts.map(each => `"${each}"`).join(", ")}.`;
        throw new Unreachable(
            current ? `The kubeconfig ${name} has no context "${current}". ${has}` : `The kubeconfig ${name} has no current context, and none is asked for. ${has}`,
        );
    }
    if (config.getCurrentCluster() === null) {
        throw new Unreachable(`The context "${current}" of the kubeconfig ${name} is of a cluster that the kubeconfig does not describe.`);
    }
    return config;
}

function filesOf(kubeconfig: string): string[] {
    const paths = kubeconfig === "" || kubeconfig.includes("\n") ? [] : kubeconfig.split(delimiter).filter(path => path !== "");
    const isPath = paths.length > 0 && !kubeconfig.trimStart().startsWith("{");
    return isPath ? paths.map(path => (path === "~" || path.startsWith("~/") ? join(homedir(), path.slice(1)) : path)) : [];
}

function nameOf(kubeconfig: string): string {
    if (kubeconfig === "") {
        return process.env["KUBECONFIG"] ?? "~/.kube/config";
    }
    return filesOf(kubeconfig).length > 0 ? kubeconfig : "in the provider";
}

interface Parsed {
    readonly "current-context"?: string;
    readonly clusters?: readonly { readonly name?: string; readonly cluster?: { readonly server?: string } }[];
    readonly contexts?: readonly { readonly name?: string; readonly context?: { readonly cluster?: string } }[];
}

/** The address of the cluster that the settings mean, by which it is told from another one; undefined where that can't be said. */
export function addressOf({ kubeconfig, context }: Source): string | undefined {
    try {
        const files = filesOf(kubeconfig || (process.env["KUBECONFIG"] ?? "~/.kube/config"));
        const texts = files.length > 0 ? files.filter(existsSync).map(file => readFileSync(file, "utf8")) : [kubeconfig];
        const parts = texts.map(each => parse(each) as Parsed);
        const wanted = context || parts.map(part => part["current-context"]).find(name => name);
        const cluster = parts.flatMap(({ contexts = [] }) => contexts).find(({ name }) => name === wanted)?.context?.cluster;
        const found = parts.flatMap(({ clusters = [] }) => clusters).find(({ name }) => name === cluster)?.cluster;
        return found?.server;
    } catch {
        return undefined;
    }
}
