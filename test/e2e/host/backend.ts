import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** An instance of a service, which can be told to misbehave. */
export class Backend {
    /** Status of every answer; null: no answer at all. */
    status: number | null = 200;
    /** How many of the next answers are a 500. */
    badAnswers = 0;

    private constructor(private server: Server, private readonly host: string, readonly port: number) {}

    static async start(host = "127.0.0.1"): Promise<Backend> {
        const backend = new Backend(createServer(), host, await freePort());
        await backend.restart();
        return backend;
    }

    get address(): string {
        return `${this.host}:${String(this.port)}`;
    }

    async stop(): Promise<void> {
        this.server.closeAllConnections();
        this.server.close();
        await once(this.server, "close");
    }

    async restart(): Promise<void> {
        this.server = createServer((_request, response) => {
            const status = this.badAnswers > 0 ? 500 : this.status;
            this.badAnswers = Math.max(0, this.badAnswers - 1);
            if (status !== null) {
                response.writeHead(status, { "x-server": this.address }).end("hello\n");
            }
        });
        this.server.keepAliveTimeout = 30_000;
        this.server.listen(this.port, this.host);
        await once(this.server, "listening");
    }
}

/** A port that nothing listens on at the moment. */
export async function freePort(): Promise<number> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, "close");
    return port;
}
