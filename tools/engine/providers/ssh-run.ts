import type { Client, ClientChannel } from "ssh2";
import { collector } from "./collector";
import type { Command, CommandResult } from "./command";

/** Runs one command over a connection and waits for its end, or for the end of the connection. */
export async function runRemotely(client: Client, command: Command): Promise<CommandResult> {
    const channel = await openChannel(client, command);
    return new Promise(resolve => {
        const [stdout, stderr, output] = [collector(), collector(), collector()];
        let failure: string | undefined = "the connection was lost before the command told how it ended";
        channel.on("data", (data: Buffer) => {
            stdout.add(data);
            output.add(data);
            command.onStdout(data.toString());
        });
        channel.stderr.on("data", (data: Buffer) => {
            stderr.add(data);
            output.add(data);
            command.onStderr(data.toString());
        });
        channel.on("exit", (code: number | null, signal?: string) => {
            failure = describeExit(code, signal);
        });
        const settle = (): void => {
            resolve({ stdout: stdout.text(), stderr: stderr.text(), output: output.text(), failure });
        };
        channel.on("close", settle);
        client.on("close", settle);
        // A command that ends without reading its input closes the channel under the writer.
        channel.on("error", () => undefined);
        channel.end(command.stdin);
    });
}

function openChannel(client: Client, { command, environment }: Command): Promise<ClientChannel> {
    return new Promise((resolve, reject) => {
        client.on("close", () => {
            reject(new Error("the connection was lost before the command began"));
        });
        client.exec(command, { env: { ...environment } }, (error, channel) => {
            if (error === undefined) {
                resolve(channel);
            } else {
                reject(error);
            }
        });
    });
}

function describeExit(code: number | null, signal: string | undefined): string | undefined {
    if (code === 0) {
        return undefined;
    }
    return code === null ? `Process exited with signal ${(signal ?? "unknown").replace(/^SIG/, "")}` : `Process exited with status ${String(code)}`;
}
