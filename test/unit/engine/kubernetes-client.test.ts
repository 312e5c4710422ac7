import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Client } from "../../../tools/engine/providers/kubernetes/client";
import { Unreachable } from "../../../tools/engine/providers/provider";

/** A server that answers each request with the next of its answers, and then with the last one again. */
type Answer = (request: IncomingMessage, response: ServerResponse) => void;
let answers: Answer[];
let asked: string[];
let server: Server;
let client: Client;

const json = (status: number, body: object, headers: Record<string, string | string[]> = {}): Answer => (_request, response) => {
    response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));
};
const hangUp: Answer = request => {
    request.socket.destroy();
};

function clientOf(address: string): Client {
    return new Client({ context: "test", cluster: { name: "test", server: address, skipTLSVerify: false }, user: { name: "test", token: "token" } });
}

beforeEach(async () => {
    [answers, asked] = [[], []];
    server = createServer((request, response) => {
        asked.push(`${request.method ?? ""} ${request.url ?? ""} ${request.headers.authorization ?? ""}`);
        const answer = answers.length > 1 ? answers.shift() : answers[0];
        answer?.(request, response);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    client = clientOf(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
});

afterEach(() => {
    server.close();
});

test("a request goes with its query and the credentials, and its answer comes back with what the cluster warns of", async () => {
    answers = [json(200, { a: 1 }, { Warning: `299 - "one, \\"two\\"", 299 - "three"` })];
    const reply = await client.ask({ method: "PATCH", path: "/apis/x", query: { fieldManager: "a b" }, body: {}, type: "application/apply-patch+yaml" });
    expect(reply).toMatchObject({ status: 200, body: { a: 1 }, warnings: ['one, "two"', "three"] });
    expect(asked).toEqual(["PATCH /apis/x?fieldManager=a+b Bearer token"]);
});

test("a server that is busy is asked again, whatever it is asked", async () => {
    answers = [json(429, {}), json(503, {}, { "Retry-After": "0" }), json(200, {})];
    expect((await client.ask({ method: "POST", path: "/", body: {} })).status).toBe(200);
    expect(asked).toHaveLength(3);
});

test("what breaks off is done again, unless it would be done twice", async () => {
    answers = [hangUp, json(200, {})];
    expect((await client.ask({ method: "PATCH", path: "/", body: {} })).status).toBe(200);
    answers = [hangUp, json(200, {})];
    await expect(client.ask({ method: "POST", path: "/", body: {} })).rejects.toThrow(/^The cluster does not answer at http:\/\/127\.0\.0\.1:\d+ \(context "test"\): socket hang up$/);
    expect(asked).toHaveLength(3);
});

test("an answer that is none of the API's comes back as it is", async () => {
    answers = [(_request, response) => response.writeHead(404).end("404 page not found\n")];
    expect(await client.ask({ method: "GET", path: "/" })).toMatchObject({ status: 404, body: "404 page not found" });
});

test("where nobody listens, nothing was done, and for a while nobody asks again", async () => {
    server.close();
    const attempt = client.ask({ method: "POST", path: "/", body: {} });
    await expect(attempt).rejects.toThrow(Unreachable);
    await expect(attempt).rejects.toThrow(/does not answer at http:.* ECONNREFUSED .*Check that it runs, and that the kubeconfig says where\./);
    await expect(client.ask({ method: "GET", path: "/" })).rejects.toThrow(Unreachable);
});

test("something is told once, whoever tells it", () => {
    const told: string[] = [];
    for (const text of ["a", "b", "a"]) {
        client.tellOnce(line => told.push(line), text);
    }
    expect(told).toEqual(["a", "b"]);
});
