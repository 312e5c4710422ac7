import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Cluster } from "../../../components/targets/kubernetes/api/cluster";

/** An answer of the API: an object, a text as it is, or nothing, which is 404. */
type Answer = object | string | undefined;

/** Answers like a cluster's API server, as far as it is told to. */
export class ApiServer {
    readonly asked: string[] = [];
    private server: Server | undefined;
    private port = 0;

    /** @param answer to a method and a path with its query; it is asked each time. */
    constructor(private readonly answer: (request: string) => Answer) {}

    async start(): Promise<void> {
        this.server = createServer((request, response) => {
            const answer = this.reply(request);
            const missing = JSON.stringify({ kind: "Status", message: "not found" });
            response.writeHead(answer === undefined ? 404 : 200).end(answer === undefined ? missing : typeof answer === "string" ? answer : JSON.stringify(answer));
        }).listen(this.port, "127.0.0.1");
        await once(this.server, "listening");
        this.port = (this.server.address() as AddressInfo).port;
    }

    async stop(): Promise<void> {
        this.server?.close();
        this.server?.closeAllConnections();
        await Promise.resolve();
    }

    get url(): string {
        return `http://127.0.0.1:${String(this.port)}`;
    }

    get cluster(): Cluster {
        return new Cluster({ context: "test", cluster: { name: "test", server: this.url, skipTLSVerify: true }, user: null });
    }

    private reply({ method = "", url = "" }: IncomingMessage): Answer {
        const request = `${method} ${decodeURIComponent(url)}`;
        this.asked.push(request);
        return this.answer(request);
    }
}
