import { defaulted, later, optional, required } from "../setting";
import { address } from "../types/address";
import { directory, directoryOrRoot } from "../types/directory";
import { group } from "../types/group";
import { hostKey } from "../types/host-key";
import { list } from "../types/list";
import { account } from "../types/names";
import { integer, yesOrNo } from "../types/scalar";
import { secret } from "../types/secret";
import { onHosts } from "./targets";

const nodeSettings = {
    address: required(address, { ...onHosts, doc: "Where the node's SSH server answers." }),
    port: defaulted(integer(1, 65_535), 22, { ...onHosts, doc: "Port of its SSH server." }),
    user: defaulted(account, "root", { ...onHosts, doc: "Account to log in with: root, or one with sudo." }),
    hostKey: required(hostKey, {
        ...onHosts,
        doc: "The one host key that is accepted.",
        link: "https://man.openbsd.org/ssh-keyscan",
    }),
};

/** `evenkeel:host`: the machines that run the load balancer. */
export const host = group({
    nodes: optional(list(group(nodeSettings), "nodes", { least: 1, most: 100 }), "needed, unless sandbox is true", {
        ...onHosts,
        doc: "The machines, in the order in which they are updated.",
    }),
    privateKey: optional(secret("an SSH private key"), "the keys of your SSH agent", {
        ...onHosts,
        doc: "The key to log in with.",
    }),
    prefix: defaulted(directoryOrRoot, "/", {
        ...onHosts,
        doc: "Directory that stands for / on the nodes; with one, the proxy is an nginx of its own beside the machine's.",
    }),
    directory: optional(directory, "`/opt/<site.name>`", { ...onHosts, doc: "Where releases, scripts and state live." }),
    sandbox: defaulted(yesOrNo, false, { ...onHosts, doc: "Uses the sandbox host on this machine instead of nodes." }),
    virtualIp: later("Point clients at the nodes themselves, through DNS or a load balancer in front of them.", { doc: "An address that moves to a node that works." }),
});
