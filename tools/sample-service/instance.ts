import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { WebSocketServer } from "ws";
import { answer, isHealthPath, sendJson } from "./answers";
import { Counters } from "./counters";
import type { Identity } from "./identity";
import { initialSwitch, parseSwitch, touches } from "./switches";

/** Longer than a proxy keeps an idle connection (4 s), so that the proxy, not the instance, ends an idle one. */
const keepAliveTimeout = 75_000;

/** What WebSocket clients are told when the instance stops: 1001, going away. */
const goingAway = 1001;

/** One instance of a service: an HTTP server whose answers say which instance gave them. */
export class Instance {
    private readonly server: Server;
    private readonly sockets = new WebSocketServer({ noServer: true });
    private readonly counters: Counters;
    private readonly underWay = new Set<ServerResponse>();
    private current = initialSwitch;
    private stopping = false;

    constructor(private readonly identity: Identity) {
        this.counters = new Counters({ service: identity.service, server: identity.name });
        this.server = createServer({ keepAliveTimeout }, (request, response) => void this.serve(request, response));
        this.server.on("upgrade", (request, socket, head) => {
            this.sockets.handleUpgrade(request, socket, head, client => this.sockets.emit("connection", client));
        });
        this.sockets.on("headers", headers => headers.push(`X-Server: ${identity.name}`));
        this.sockets.on("connection", client => {
            this.counters.socketOpened();
            client.on("message", (data, isBinary) => client.send(data, { binary: isBinary }));
            client.on("close", () => this.counters.socketClosed());
            client.on("error", () => client.terminate());
        });
    }

    /** Resolves once connections are accepted. */
    listen(): Promise<void> {
        return new Promise((resolve, reject) => {
            this.server.once("error", reject);
            this.server.listen({ port: this.identity.port, host: this.identity.address, backlog: 4096 }, resolve);
        });
    }

    /** Accepts nothing new, lets every request that has begun finish, and closes what is idle. */
    stop(): Promise<void> {
        this.stopping = true;
        this.sockets.clients.forEach(client => client.close(goingAway));
        this.underWay.forEach(lastOnItsConnection);
        const closed = new Promise<void>(resolve => this.server.close(() => resolve()));
        this.server.closeIdleConnections();
        return closed;
    }

    private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const begun = performance.now();
        this.counters.began();
        this.underWay.add(response);
        response.once("close", () => {
            this.underWay.delete(response);
            this.counters.ended(request.method ?? "GET", response.statusCode, (performance.now() - begun) / 1000);
        });
        response.setHeader("X-Server", this.identity.name);
        if (this.stopping) {
            lastOnItsConnection(response);
        }
        try {
            await this.respond(request, response);
        } catch {
            // The client went away in the middle: there is nobody left to answer.
            response.destroy();
        }
    }

    private async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const path = (request.url ?? "/").replace(/\?.*/, "");
        if (path === "/-/switch") {
            await this.turn(request, response);
        } else if (await this.letsThrough(path, response)) {
            const { identity, counters, current, stopping } = this;
            await answer({ identity, counters, current, stopping }, request, response);
        }
    }

    private async turn(request: IncomingMessage, response: ServerResponse): Promise<void> {
        if (request.method === "POST") {
            try {
                this.current = parseSwitch(await text(request));
            } catch (error) {
                sendJson(response, 400, { error: error instanceof Error ? error.message : String(error) });
                return;
            }
        }
        sendJson(response, 200, this.current);
    }

    private async letsThrough(path: string, response: ServerResponse): Promise<boolean> {
        const { mode, status, delay } = this.current;
        if (mode === "ok" || !touches(this.current, isHealthPath(path))) {
            return true;
        }
        switch (mode) {
            case "error":
                sendJson(response, status, { error: "the switch of this instance says so", server: this.identity.name });
                return false;
            case "hang":
                return false;
            case "delay":
                await pause(delay);
                return true;
        }
    }
}

/** Tells the proxy, too, so that it does not send the next request into a connection that is about to end. */
function lastOnItsConnection(response: ServerResponse): void {
    response.shouldKeepAlive = false;
}
