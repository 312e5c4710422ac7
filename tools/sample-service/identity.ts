import { hostname } from "node:os";
import { parseArgs } from "node:util";

/** Who an instance is and where it listens. */
export interface Identity {
    /** `qdrant-api-1`: what its answers call it. */
    readonly name: string;
    /** The service of the stack file it is an instance of. */
    readonly service: string;
    readonly address: string;
    readonly port: number;
    /** What its answers say of the build it is. */
    readonly version?: string | undefined;
}

/**
 * Reads the command line of an instance. What it leaves out comes from the environment, as in a container: `PORT`,
 * `APP_INSTANCE` (default: the host's name), `APP_SERVICE` and `VERSION`; an instance without `--port` listens on all addresses.
 */
export function parseIdentity(args: readonly string[], environment: NodeJS.ProcessEnv): Identity {
    const { PORT, APP_INSTANCE = hostname(), APP_SERVICE = "app", VERSION: version } = environment;
    const { values } = parseArgs({
        args: [...args],
        options: { name: { type: "string" }, service: { type: "string" }, address: { type: "string" }, port: { type: "string" } },
    });
    const { name = APP_INSTANCE, service = APP_SERVICE, port = PORT, address = values.port === undefined ? "0.0.0.0" : "127.0.0.1" } = values;
    if (port === undefined) {
        throw new Error("Usage: sample-service --name NAME --service SERVICE [--address ADDRESS] --port PORT");
    }
    return { name, service, address, port: Number(port), version };
}

/** The command line that {@link parseIdentity} reads. */
export function identityArguments(identity: Identity): string[] {
    const { name, service, address, port } = identity;
    return ["--name", name, "--service", service, "--address", address, "--port", String(port)];
}
