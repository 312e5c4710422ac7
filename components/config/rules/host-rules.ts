import { itemPath } from "../path";
import type { Problem } from "../problem";
import { present, type Rule } from "./drafts";

/** Without nodes there is nothing to bring up. */
export const nodesOrSandbox: Rule = ({ host, target }) =>
    target === "host" && host?.nodes === null && host.sandbox === false
        ? [{ path: "host.nodes", found: "nothing", allowed: "a list of nodes, at least 1", fix: "List the machines: [{address: 10.0.0.1, hostKey: ssh-ed25519 AAAA...}], or set `host.sandbox: true` to try it out on this one." }]
        : [];

/** A machine that is listed twice would be updated twice, once from under the other. */
export const eachNodeOnce: Rule = ({ host }) => {
    const first = new Map<string, string>();
    return (host?.nodes ?? []).flatMap((node, i): Problem[] => {
        if (node?.address === undefined || node.port === undefined) {
            return [];
        }
        const path = itemPath("host.nodes", i);
        const identity = `${node.address} port ${node.port}`;
        const earlier = first.get(identity);
        first.set(identity, earlier ?? path);
        return earlier === undefined ? [] : [{ path, found: identity, allowed: "each node once", fix: `Remove it: it repeats \`${earlier}\`.` }];
    });
};

/** The node's SSH server has its port already. */
export const sshKeepsItsPort: Rule = ({ host, site, tls }) => {
    const ports = (["http", "https"] as const).filter((key) => key === "http" || tls?.mode !== "off");
    return ports.flatMap((key) => {
        const node = present(host?.nodes).find(({ port, address }) => port === site?.[key] && (site?.listen === null || site?.listen === address));
        const found = `${site?.[key] ?? ""}, where the SSH server of ${node?.address ?? ""} answers`;
        return node?.port === undefined ? [] : [{ path: `site.${key}`, found, allowed: "a port that is free on every node", fix: "Choose another port." }];
    });
};
