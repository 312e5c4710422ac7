import { parse } from "yaml";
import { kubeconfigTexts } from "../../../../components/targets/kubernetes/api/kubeconfig";
import type { Settings } from "./settings";

interface Parsed {
    readonly "current-context"?: string;
    readonly clusters?: readonly { readonly name?: string; readonly cluster?: { readonly server?: string } }[];
    readonly contexts?: readonly { readonly name?: string; readonly context?: { readonly cluster?: string } }[];
}

/** The address of the cluster that the settings mean, by which it is told from another one; undefined where that can't be said. */
export function addressOf({ kubeconfig, context }: Pick<Settings, "kubeconfig" | "context">): string | undefined {
    try {
        const parts = kubeconfigTexts(kubeconfig).map(({ content }) => parse(content) as Parsed);
        const wanted = context || parts.map(part => part["current-context"]).find(name => name);
        const cluster = parts.flatMap(({ contexts = [] }) => contexts).find(({ name }) => name === wanted)?.context?.cluster;
        const found = parts.flatMap(({ clusters = [] }) => clusters).find(({ name }) => name === cluster)?.cluster;
        return found?.server;
    } catch {
        return undefined;
    }
}
