import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { instance } from "../../unit/proxy/model";
import type { Instance } from "../../../components/config/model";

export interface Received {
    readonly method: string;
    readonly url: string;
    readonly headers: IncomingMessage["headers"];
    readonly body: string;
}

export type Handler = (request: Received, response: ServerResponse) => void;

/** What an instance does with a request; `hang` never answers. */
export type Behaviour = "answer" | "hang" | Handler;

/** A service instance on loopback that does what a test wants and remembers what it was asked. */
export class Backend {
    readonly received: Received[] = [];
    behaviour: Behaviour = "answer";
    private readonly sockets = new Set<Duplex>();

    private constructor(private readonly server: Server, readonly port: number) {}

    static async start(port = 0): Promise<Backend> {
        const server = createServer({ keepAliveTimeout: 5000 });
        await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
        const backend = new Backend(server, (server.address() as AddressInfo).port);
        backend.listen();
        return backend;
    }

    get address(): string {
        return `127.0.0.1:${this.port}`;
    }

    get instance(): Instance {
        return instance("127.0.0.1", this.port);
    }

    /** Closes the port and every connection, as a killed process does. */
    async stop(): Promise<void> {
        this.sockets.forEach((socket) => socket.destroy());
        await new Promise((resolve) => this.server.close(resolve));
    }

    private listen(): void {
        this.server.on("connection", (socket: Socket) => {
            this.sockets.add(socket);
            socket.on("close", () => this.sockets.delete(socket));
            socket.on("error", () => {});
        });
        this.server.on("request", (request, response) => void this.handle(request, response));
        const websockets = new WebSocketServer({ noServer: true });
        this.server.on("upgrade", (request, socket, head) => {
            void this.remember(request);
            websockets.handleUpgrade(request, socket, head, (client) => {
                client.on("message", (message) => { client.send(message); });
                client.on("error", () => {});
            });
        });
    }

    private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const received = await this.remember(request);
        if (this.behaviour === "answer") {
            response.end(`${this.address} ${received.method} ${received.url}\n`);
        } else if (this.behaviour !== "hang") {
            this.behaviour(received, response);
        }
    }

    private async remember(request: IncomingMessage): Promise<Received> {
        const upgrade = request.headers.upgrade !== undefined;
        const body = upgrade ? "" : Buffer.concat(await request.toArray()).toString();
        const received = { method: request.method ?? "", url: request.url ?? "", headers: request.headers, body };
        this.received.push(received);
        return received;
    }
}

/** Answers everything with a status of its own. */
export function status(code: number, headers: Record<string, string> = {}): Behaviour {
    return (_, response) => response.writeHead(code, headers).end(`status ${code}\n`);
}
