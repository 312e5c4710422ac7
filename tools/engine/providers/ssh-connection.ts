import { isMap, unwrap, type Value } from "../values";
import { text } from "./provider";

/** The inputs of `connection`, with the provider's defaults. */
export interface SshConnection {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string | undefined;
    readonly privateKey: string | undefined;
    readonly privateKeyPassword: string | undefined;
    readonly agentSocketPath: string | undefined;
    /** One line as in known_hosts without the host: `ssh-ed25519 AAAA...`; undefined: any key is accepted. */
    readonly hostKey: string | undefined;
    /** Dials after the first that may fail; -1: any number. */
    readonly dialErrorLimit: number;
    /** Seconds; 0: no limit. */
    readonly perDialTimeout: number;
}

export const connectionDefaults = { user: "root", port: 22, dialErrorLimit: 10, perDialTimeout: 15 } as const;

export function readConnection(value: Value | undefined): SshConnection {
    const plain = unwrap(value ?? {});
    const fields = isMap(plain) ? plain : {};
    const number = (name: "port" | "dialErrorLimit" | "perDialTimeout"): number => {
        const given = fields[name];
        return typeof given === "number" ? given : connectionDefaults[name];
    };
    const optional = (name: string): string | undefined => text(fields[name]) || undefined;
    return {
        host: text(fields["host"]),
        port: number("port"),
        user: optional("user") ?? connectionDefaults.user,
        password: optional("password"),
        privateKey: optional("privateKey"),
        privateKeyPassword: optional("privateKeyPassword"),
        agentSocketPath: optional("agentSocketPath") ?? process.env["SSH_AUTH_SOCK"],
        hostKey: optional("hostKey"),
        dialErrorLimit: number("dialErrorLimit"),
        perDialTimeout: number("perDialTimeout"),
    };
}
