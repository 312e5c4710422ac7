import type { Rule } from "../rule";
import { byEnvironment } from "./by-environment";

export const hostKeys: Rule = {
    name: "host-keys",
    title: "Every SSH connection knows its host",
    severity: "critical",
    why: "Without the host's key whoever answers at its address is believed: the certificate's private key and the whole release would go to them.",
    fix: "Give the node its `hostKey`: the type and the key that `ssh-keyscan -t ed25519 ADDRESS` prints behind the address (`ssh-ed25519 AAAA...`), once an operator of the host has confirmed them.",
    levels: byEnvironment("advisory", "mandatory", "mandatory"),
    figures: {},
    check: ({ connections }) =>
        connections
            .filter(({ hostKey }) => hostKey === undefined || hostKey.trim() === "")
            .map(({ urn, where, host, user }) => ({ urn, where, found: `a connection to ${user}@${host} without a host key`, allowed: "the host's public key" })),
};
