import { connect as connectPlain, type Socket } from "node:net";
import { connect as connectTls, createSecureContext } from "node:tls";

/** One for all connections: making it costs more than a handshake. */
const secureContext = createSecureContext();

/** What came back for one request. */
export interface Answer {
    readonly status: number;
    readonly headers: ReadonlyMap<string, string>;
    readonly body: string;
}

/** A connection that failed, and whether any byte of an answer had come before that. */
export class BrokenConnection extends Error {
    constructor(
        message: string,
        readonly answered: boolean,
    ) {
        super(message);
    }
}

export interface Endpoint {
    readonly host: string;
    readonly port: number;
    readonly tls: boolean;
}

/**
 * One client connection that sends one request at a time. It is written out, not left to an HTTP client library, because
 * a library retries and pools behind one's back, and a test of lost requests has to see each of them.
 */
export class Connection {
    private used = false;
    private ended = false;

    private constructor(private readonly socket: Socket) {
        socket.setNoDelay(true);
        socket.on("close", () => (this.ended = true));
        socket.on("end", () => (this.ended = true));
        socket.on("error", () => (this.ended = true));
    }

    static open({ host, port, tls }: Endpoint, milliseconds: number): Promise<Connection> {
        return new Promise((resolve, reject) => {
            const socket = tls ? connectTls({ host, port, secureContext, rejectUnauthorized: false }) : connectPlain({ host, port });
            const timer = setTimeout(() => socket.destroy(new Error("no connection in time")), milliseconds);
            const fail = (error: Error): void => {
                clearTimeout(timer);
                reject(new BrokenConnection(`connect: ${error.message}`, false));
            };
            socket.once("error", fail);
            socket.once(tls ? "secureConnect" : "connect", () => {
                clearTimeout(timer);
                socket.off("error", fail);
                resolve(new Connection(socket));
            });
        });
    }

    /** Whether it has served a request before and can serve another. */
    get reusable(): boolean {
        return !this.ended;
    }

    get isReused(): boolean {
        return this.used;
    }

    close(): void {
        this.ended = true;
        this.socket.destroy();
    }

    /** @throws BrokenConnection when the answer does not arrive whole and in time. */
    async exchange(request: string, milliseconds: number): Promise<Answer> {
        try {
            const answer = await this.roundTrip(request, milliseconds);
            if (answer.headers.get("connection") === "close") {
                this.close();
            }
            return answer;
        } catch (error) {
            this.close();
            throw error;
        } finally {
            this.used = true;
        }
    }

    private roundTrip(request: string, milliseconds: number): Promise<Answer> {
        const { socket } = this;
        return new Promise((resolve, reject) => {
            let bytes: Buffer = Buffer.alloc(0);
            const settle = (then: () => void): void => {
                clearTimeout(timer);
                socket.off("data", onData);
                socket.off("close", onClose);
                socket.off("error", onError);
                then();
            };
            const breakOff = (why: string): void => {
                settle(() => {
                    reject(new BrokenConnection(why, bytes.length > 0));
                });
            };
            const onData = (chunk: Buffer): void => {
                bytes = Buffer.concat([bytes, chunk]);
                const answer = parseAnswer(bytes);
                if (answer !== undefined) {
                    settle(() => {
                        resolve(answer);
                    });
                }
            };
            const onClose = (): void => {
                breakOff("closed before the answer was whole");
            };
            const onError = (error: Error): void => {
                breakOff(error.message);
            };
            const timer = setTimeout(() => {
                breakOff(`no whole answer within ${String(milliseconds)} ms`);
            }, milliseconds);
            socket.on("data", onData);
            socket.on("close", onClose);
            socket.on("error", onError);
            socket.write(request);
        });
    }
}

/** An answer whose end is known: by Content-Length, by chunks, or by a status without body. Undefined until it is whole. */
export function parseAnswer(bytes: Buffer): Answer | undefined {
    const headEnd = bytes.indexOf("\r\n\r\n");
    if (headEnd < 0) {
        return undefined;
    }
    const [statusLine = "", ...lines] = bytes.subarray(0, headEnd).toString("latin1").split("\r\n");
    const status = Number(statusLine.split(" ")[1]);
    const headers = new Map(lines.map(line => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]));
    const body = parseBody(bytes.subarray(headEnd + 4), status, headers);
    return body === undefined ? undefined : { status, headers, body };
}

function parseBody(bytes: Buffer, status: number, headers: ReadonlyMap<string, string>): string | undefined {
    if (status === 204 || status === 304) {
        return "";
    }
    if (headers.get("transfer-encoding") === "chunked") {
        return joinChunks(bytes);
    }
    const length = Number(headers.get("content-length") ?? 0);
    return bytes.length < length ? undefined : bytes.subarray(0, length).toString();
}

function joinChunks(bytes: Buffer): string | undefined {
    const parts: Buffer[] = [];
    for (let at = 0; ; ) {
        const lineEnd = bytes.indexOf("\r\n", at);
        const size = lineEnd < 0 ? NaN : parseInt(bytes.subarray(at, lineEnd).toString("latin1"), 16);
        const end = lineEnd + 2 + size;
        if (Number.isNaN(size) || bytes.length < end + 2) {
            return undefined;
        }
        if (size === 0) {
            return Buffer.concat(parts).toString();
        }
        parts.push(bytes.subarray(lineEnd + 2, end));
        at = end + 2;
    }
}
