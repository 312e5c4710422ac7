import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { Counters } from "./counters";
import type { Identity } from "./identity";
import type { Switch } from "./switches";

/** What an answer is made from. */
export interface Scene {
    readonly identity: Identity;
    readonly counters: Counters;
    readonly current: Switch;
    readonly stopping: boolean;
}

/** Headers that tell what the proxy in front does with a request. */
const headersOfInterest = [
    "host",
    "x-request-id",
    "x-real-ip",
    "x-forwarded-for",
    "x-forwarded-proto",
    "x-forwarded-host",
    "x-forwarded-port",
    "x-forwarded-prefix",
    "connection",
    "content-type",
    "user-agent",
];

const backupChunks = 20;
const backupPause = 250;
const backupChunk = Buffer.alloc(16 * 1024, "backup ");

/** Whether a path is one that health checks ask, below whatever prefix it is reached. */
export function isHealthPath(path: string): boolean {
    return /(^|\/)(healthz|readyz|health|health\/detailed)$/.test(path);
}

/** Answers a request that no switch holds back. */
export async function answer(scene: Scene, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://instance");
    const path = url.pathname;
    if (path === "/monitoring/export") {
        send(response, 200, "text/plain; version=0.0.4; charset=utf-8", scene.counters.export());
    } else if (path === "/backup") {
        await streamBackup(response);
    } else if (isHealthPath(path)) {
        sendHealth(scene, path, response);
    } else {
        await echo(scene, request, url, response);
    }
}

/** Sends `body` as JSON. */
export function sendJson(response: ServerResponse, status: number, body: object): void {
    send(response, status, "application/json", `${JSON.stringify(body)}\n`);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
    response.writeHead(status, { "Content-Type": type, "Content-Length": Buffer.byteLength(body) });
    response.end(body);
}

function sendHealth(scene: Scene, path: string, response: ServerResponse): void {
    const { name, service } = scene.identity;
    const ready = !scene.stopping;
    if (path.endsWith("/healthz")) {
        sendJson(response, 200, { status: "alive", server: name });
    } else if (path.endsWith("/readyz")) {
        sendJson(response, ready ? 200 : 503, { status: ready ? "ready" : "stopping", server: name });
    } else if (path.endsWith("/detailed")) {
        sendJson(response, ready ? 200 : 503, { status: ready ? "healthy" : "stopping", server: name, service, ...details(scene) });
    } else {
        sendJson(response, ready ? 200 : 503, { status: ready ? "healthy" : "stopping", server: name, service });
    }
}

function details(scene: Scene): object {
    return {
        address: `${scene.identity.address}:${scene.identity.port}`,
        pid: process.pid,
        uptimeSeconds: Math.round(process.uptime()),
        checks: { memoryBytes: process.memoryUsage.rss(), switch: scene.current },
    };
}

/** As slow as a real export: five seconds, so that a reload or a stop meets it half way. */
async function streamBackup(response: ServerResponse): Promise<void> {
    response.writeHead(200, { "Content-Type": "application/octet-stream" });
    for (let sent = 0; sent < backupChunks && !response.destroyed; sent += 1) {
        response.write(backupChunk);
        await pause(backupPause);
    }
    response.end();
}

/** `?delay=<ms>` holds one answer back; the switch holds all. `?burn=<ms>` makes it cost that much of a processor. */
async function echo(scene: Scene, request: IncomingMessage, url: URL, response: ServerResponse): Promise<void> {
    const bodyBytes = await countBody(request);
    const delay = Number(url.searchParams.get("delay") ?? 0);
    if (delay > 0) {
        await pause(delay);
    }
    burn(Number(url.searchParams.get("burn") ?? 0));
    sendJson(response, 200, {
        server: scene.identity.name,
        service: scene.identity.service,
        version: scene.identity.version,
        method: request.method,
        path: url.pathname + url.search,
        headers: Object.fromEntries(headersOfInterest.flatMap(name => headerEntry(request, name))),
        bodyBytes,
    });
}

/** Processor time, in milliseconds: on a busy machine it takes longer. */
function burn(milliseconds: number): void {
    const used = process.cpuUsage();
    for (let microseconds = 0; microseconds < milliseconds * 1000; ) {
        const { user, system } = process.cpuUsage(used);
        microseconds = user + system;
    }
}

function headerEntry(request: IncomingMessage, name: string): [string, string][] {
    const value = request.headers[name];
    return value === undefined ? [] : [[name, String(value)]];
}

async function countBody(request: IncomingMessage): Promise<number> {
    let bytes = 0;
    for await (const chunk of request) {
        bytes += (chunk as Buffer).length;
    }
    return bytes;
}
