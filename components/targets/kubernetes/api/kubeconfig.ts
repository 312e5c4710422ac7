import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import type { Cluster, Context, User } from "@kubernetes/client-node/dist/config_types.js";
import { parse } from "yaml";
import { ApiFailure } from "./api-failure";

/** Where a cluster is, and who asks it. */
export interface Access {
    /** The context's name. */
    readonly context: string;
    readonly cluster: Cluster;
    /** null: the context names nobody. */
    readonly user: User | null;
}

interface Kubeconfig {
    readonly clusters: readonly Cluster[];
    readonly users: readonly User[];
    readonly contexts: readonly Context[];
    readonly current: string | undefined;
}

/** What a pod finds to log in to its own cluster with. */
const podFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * The kubeconfig as kubectl reads it: the files of KUBECONFIG, the first word on anything counts, else `~/.kube/config`,
 * else what a pod is given.
 *
 * @param context null: the kubeconfig's current one.
 * @param given paths as KUBECONFIG has them, or a kubeconfig itself, in the place of these. Empty: none.
 * @throws ApiFailure when there is none, or when it does not know the context.
 */
export async function findAccess(context: string | null, given = ""): Promise<Access> {
    const texts = kubeconfigTexts(given);
    const own = podAccess();
    if (texts.length === 0 && context === null && given === "" && own !== undefined) {
        return own;
    }
    if (texts.length === 0) {
        throw new ApiFailure("refused", `There is no kubeconfig: ${namedFiles(given).join(" and ")} can't be found. Set KUBECONFIG to yours, or log in to the cluster with its provider's command.`);
    }
    return pick(merged(await Promise.all(texts.map(readKubeconfig))), context);
}

/** A kubeconfig, as it stands in a file or was given. */
export interface KubeconfigText {
    readonly name: string;
    /** What its paths begin at. */
    readonly folder: string;
    readonly content: string;
}

/**
 * Those of them that are there; see findAccess.
 *
 * @throws ApiFailure for a file that can't be read.
 */
export function kubeconfigTexts(given: string): KubeconfigText[] {
    if (given.includes("\n") || given.trimStart().startsWith("{")) {
        return [{ name: "what the provider is given", folder: ".", content: given }];
    }
    return namedFiles(given).filter(file => existsSync(file)).map(file => ({ name: file, folder: dirname(file), content: readText(file) }));
}

function readText(file: string): string {
    try {
        return readFileSync(file, "utf8");
    } catch (error) {
        throw unreadable(file, error);
    }
}

function unreadable(name: string, error: unknown): ApiFailure {
    return new ApiFailure("refused", `${name} can't be read as a kubeconfig: ${error instanceof Error ? error.message : String(error)}`);
}

function namedFiles(given: string): string[] {
    const named = given || (process.env["KUBECONFIG"] ?? "");
    const files = named === "" ? [join("~", ".kube", "config")] : named.split(delimiter).filter(file => file !== "");
    return files.map(file => file.replace(/^~(?=\/|$)/, homedir()));
}

function podAccess(): Access | undefined {
    const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = process.env;
    const token = join(podFolder, "token");
    if (host === undefined || port === undefined || !existsSync(token)) {
        return undefined;
    }
    const server = `https://${host.includes(":") ? `[${host}]` : host}:${port}`;
    return {
        context: "in-cluster",
        cluster: { name: "in-cluster", server, caFile: join(podFolder, "ca.crt"), skipTLSVerify: false },
        user: { name: "in-cluster", token: readFileSync(token, "utf8").trim() },
    };
}

async function readKubeconfig({ name, folder, content: text }: KubeconfigText): Promise<Kubeconfig> {
    // Nothing but the parts that are needed: the whole package takes a second to load.
    const { newClusters, newContexts, newUsers } = await import("@kubernetes/client-node/dist/config_types.js");
    try {
        const content = (parse(text) ?? {}) as Readonly<Record<string, unknown>>;
        const current = content["current-context"];
        const options = { onInvalidEntry: "filter" } as const;
        return {
            clusters: newClusters(content["clusters"], options).map(cluster => ({ ...cluster, ...absolute(folder, { caFile: cluster.caFile }) })),
            users: newUsers(content["users"], options).map(user => ({ ...user, ...absolute(folder, { certFile: user.certFile, keyFile: user.keyFile }) })),
            contexts: newContexts(content["contexts"], options),
            current: typeof current === "string" && current !== "" ? current : undefined,
        };
    } catch (error) {
        throw unreadable(name, error);
    }
}

function absolute(folder: string, files: Readonly<Record<string, string | null | undefined>>): Record<string, string> {
    return Object.fromEntries(Object.entries(files).flatMap(([name, file]) => (file === undefined || file === null ? [] : [[name, resolve(folder, file)]])));
}

function merged(parts: readonly Kubeconfig[]): Kubeconfig {
    return {
        clusters: parts.flatMap(part => part.clusters),
        users: parts.flatMap(part => part.users),
        contexts: parts.flatMap(part => part.contexts),
        current: parts.find(part => part.current !== undefined)?.current,
    };
}

function pick({ clusters, users, contexts, current }: Kubeconfig, context: string | null): Access {
    const names = [...new Set(contexts.map(({ name }) => name))];
    const choice = names.length === 0 ? "It has none." : `It has: ${names.join(", ")}.`;
    const wanted = context ?? current;
    if (wanted === undefined) {
        throw new ApiFailure("refused", `The kubeconfig has no current context. ${choice} Set evenkeel:kubernetes context to one of them.`);
    }
    const found = contexts.find(({ name }) => name === wanted);
    if (found === undefined) {
        throw new ApiFailure("refused", `The kubeconfig has no context ${wanted}. ${choice} Check evenkeel:kubernetes context and KUBECONFIG.`);
    }
    const cluster = clusters.find(({ name }) => name === found.cluster);
    if (cluster === undefined) {
        throw new ApiFailure("refused", `The context ${wanted} is for the cluster ${found.cluster}, which the kubeconfig does not describe.`);
    }
    return { context: wanted, cluster, user: users.find(({ name }) => name === found.user) ?? null };
}
