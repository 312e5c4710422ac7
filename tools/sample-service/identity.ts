import { parseArgs } from "node:util";

/** Who an instance is and where it listens. */
export interface Identity {
    /** `qdrant-api-1`: what its answers call it. */
    readonly name: string;
    /** The service of the stack file it is an instance of. */
    readonly service: string;
    readonly address: string;
    readonly port: number;
}

/** Reads the command line of an instance. */
export function parseIdentity(args: readonly string[]): Identity {
    const { values } = parseArgs({
        args: [...args],
        options: {
            name: { type: "string" },
            service: { type: "string" },
            address: { type: "string", default: "127.0.0.1" },
            port: { type: "string" },
        },
    });
    const { name, service, address, port } = values;
    if (name === undefined || service === undefined || port === undefined) {
        throw new Error("Usage: sample-service --name NAME --service SERVICE [--address ADDRESS] --port PORT");
    }
    return { name, service, address, port: Number(port) };
}

/** The command line that {@link parseIdentity} reads. */
export function identityArguments(identity: Identity): string[] {
    const { name, service, address, port } = identity;
    return ["--name", name, "--service", service, "--address", address, "--port", String(port)];
}
