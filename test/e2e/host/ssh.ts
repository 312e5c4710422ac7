import { Client, type ConnectConfig } from "ssh2";
import type { ThrowawayHost } from "../throwaway-host";
import type { Outcome } from "./prefix-host";

export interface Login {
    readonly user: "root" | "admin";
    /** The only one that is accepted: `ssh-ed25519 AAAA...` */
    readonly hostKey: string;
}

/**
 * Runs one command over a connection of its own, as a push does.
 *
 * @param cutAfter milliseconds after the first word of the command at which the connection is torn down.
 */
export function runOver(host: ThrowawayHost, login: Login, command: string, stdin: string, cutAfter?: number): Promise<Outcome> {
    return new Promise((resolve, reject) => {
        const client = new Client();
        client.on("error", reject);
        client.on("ready", () => {
            client.exec(command, (error, channel) => {
                if (error !== undefined) {
                    reject(error);
                    return;
                }
                const output = { stdout: "", stderr: "" };
                let code: number | null = null;
                channel.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
                channel.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
                channel.on("exit", (status: number | null) => (code = status));
                channel.on("close", () => {
                    client.end();
                    resolve({ code, ...output });
                });
                if (cutAfter !== undefined) {
                    channel.once("data", () => setTimeout(() => client.destroy(), cutAfter));
                }
                channel.end(stdin);
            });
        });
        client.connect(connection(host, login));
    });
}

function connection(host: ThrowawayHost, { user, hostKey }: Login): ConnectConfig {
    const expected = Buffer.from(hostKey.split(" ")[1] ?? "", "base64");
    return {
        host: host.address,
        username: user,
        privateKey: host.privateKey,
        hostVerifier: (key: Buffer) => key.equals(expected),
        readyTimeout: 15_000,
    };
}
