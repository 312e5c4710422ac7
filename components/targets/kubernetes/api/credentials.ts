import { readFileSync } from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import type { Cluster, User } from "@kubernetes/client-node/dist/config_types.js";
import type { Access } from "./kubeconfig";

/** What each request to the cluster is made with. */
export interface Credentials {
    readonly agent: http.Agent;
    readonly headers: http.OutgoingHttpHeaders;
}

/**
 * Logs in, which may run a command of the cluster's provider.
 *
 * @throws with what that command says, or with the file that is not there.
 */
export async function credentialsFor(access: Access): Promise<Credentials> {
    const { cluster, user } = access;
    return cluster.proxyUrl === undefined && !hasLegacyLogin(user) ? plainCredentials(cluster, user) : rareCredentials(access);
}

/** Of before kubeconfigs could name a command: with Kubernetes itself, only OpenID Connect is left of them. */
function hasLegacyLogin(user: User | null): boolean {
    return user?.authProvider !== undefined && user.authProvider !== null;
}

async function plainCredentials(cluster: Cluster, user: User | null): Promise<Credentials> {
    const ofCommand = await loginByCommand(user);
    const agent = cluster.server.startsWith("http:")
        ? new http.Agent({ keepAlive: true })
        : new https.Agent({
              // Whoever asks once a second need not shake hands each time; who asks much at once, not for each question.
              keepAlive: true,
              maxSockets: 8,
              rejectUnauthorized: !cluster.skipTLSVerify,
              servername: cluster.tlsServerName,
              ca: fileOrData(cluster.caFile, cluster.caData),
              cert: ofCommand.cert ?? fileOrData(user?.certFile, user?.certData),
              key: ofCommand.key ?? fileOrData(user?.keyFile, user?.keyData),
          });
    return { agent, headers: { ...ofCommand.headers, ...headersOf(user) } };
}

async function loginByCommand(user: User | null): Promise<https.RequestOptions & Pick<Credentials, "headers">> {
    const headers: http.OutgoingHttpHeaders = {};
    const options: https.RequestOptions = { headers };
    if (user !== null && user.exec !== undefined && user.exec !== null) {
        const { ExecAuth } = await import("@kubernetes/client-node/dist/exec_auth.js");
        await new ExecAuth().applyAuthentication(user, options);
    }
    return { ...options, headers };
}

function headersOf(user: User | null): http.OutgoingHttpHeaders {
    const { token, username, password, impersonateUser } = user ?? {};
    return {
        ...(username ? { Authorization: `Basic ${Buffer.from(`${username}:${password ?? ""}`).toString("base64")}` } : {}),
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(impersonateUser ? { "Impersonate-User": impersonateUser } : {}),
    };
}

function fileOrData(file: string | undefined, data: string | undefined): Buffer | undefined {
    if (file) {
        return readFileSync(file);
    }
    return data ? Buffer.from(data, "base64") : undefined;
}

/** Through a proxy, or logged in the old way: the library knows these, and takes its time to load. */
async function rareCredentials({ cluster, user, context }: Access): Promise<Credentials> {
    const { KubeConfig } = await import("@kubernetes/client-node/dist/config.js");
    const config = new KubeConfig();
    config.loadFromOptions({ clusters: [cluster], users: user === null ? [] : [user], contexts: [{ name: context, cluster: cluster.name, user: user?.name }], currentContext: context });
    const options: https.RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    const { agent, headers = {}, auth } = options;
    const basic = typeof auth === "string" ? { Authorization: `Basic ${Buffer.from(auth).toString("base64")}` } : {};
    return { agent: agent instanceof http.Agent ? agent : http.globalAgent, headers: { ...(headers as http.OutgoingHttpHeaders), ...basic } };
}
