import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server } from "node:net";

/** Stands between a client and a server and counts the connections. */
export class Relay {
    connections = 0;

    private constructor(
        private readonly server: Server,
        readonly port: number,
    ) {}

    static async start(host: string, port: number): Promise<Relay> {
        const server = createServer().listen(0, "127.0.0.1");
        await once(server, "listening");
        const relay = new Relay(server, (server.address() as AddressInfo).port);
        server.on("connection", client => {
            relay.connections += 1;
            const upstream = connect({ host, port });
            client.pipe(upstream).pipe(client);
            client.on("error", () => upstream.destroy());
            upstream.on("error", () => client.destroy());
        });
        return relay;
    }

    async stop(): Promise<void> {
        this.server.close();
        await once(this.server, "close");
    }
}
