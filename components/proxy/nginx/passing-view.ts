import type { Buffering, Bytes, Milliseconds, Model, Service, Timeouts } from "../../config/model";
import type { Printed } from "../printed";
import { duration, size } from "./measures";
import { quote } from "./quote";
import { mostServers } from "./server-count";

/** A directive with its arguments. The name is padded, so that values stand in one column. */
export interface DirectiveView {
    readonly name: Printed;
    readonly value: Printed;
}

/** How requests are passed on. */
export interface Passing {
    readonly timeouts: Timeouts;
    /** After this long no further instance is asked. */
    readonly retryFor: Milliseconds;
    readonly nonIdempotent: boolean;
    /** null: as many as there are instances, each once, which is what nginx does by itself. */
    readonly attempts: number | null;
    /** null: answers go on as they come. */
    readonly buffering: Buffering | null;
    readonly maxBody: Bytes;
}

/** What proxy.conf says for all routes; a route says only what is different. */
export const usual: Passing = {
    timeouts: { connect: 1000 as Milliseconds, send: 5000 as Milliseconds, read: 4000 as Milliseconds },
    retryFor: 5000 as Milliseconds,
    nonIdempotent: false,
    attempts: null,
    buffering: { size: 16_384 as Bytes, count: 8 },
    maxBody: (10 * 1024 ** 2) as Bytes,
};

/** How long to go on asking instances: an attempt that took its whole time is repeated once, a quick one more often. */
export function retryFor({ connect, read }: Timeouts): Milliseconds {
    return (connect + read) as Milliseconds;
}

/** nginx asks every instance once at most: only fewer attempts than that need saying. */
export function attempts(model: Model, service: Service): number | null {
    const { attempts } = service.retries;
    return attempts < mostServers(model, service) ? attempts : null;
}

/** All directives, for the file that applies to every route. */
export function passingView(passing: Passing): DirectiveView[] {
    return directives(passing).map(view);
}

/** Those directives that are not the usual ones. */
export function differences(passing: Passing): DirectiveView[] {
    const known = new Set(directives(usual).map(([name, value]) => `${name} ${value}`));
    return directives(passing).filter(([name, value]) => !known.has(`${name} ${value}`)).map(view);
}

type Directive = readonly [name: string, value: string];

const failures = "error timeout invalid_header http_500 http_502 http_503 http_504";

function directives(passing: Passing): Directive[] {
    return [
        ["proxy_connect_timeout", duration(passing.timeouts.connect)],
        ["proxy_send_timeout", duration(passing.timeouts.send)],
        ["proxy_read_timeout", duration(passing.timeouts.read)],
        ["proxy_next_upstream", passing.nonIdempotent ? `${failures} non_idempotent` : failures],
        ...(passing.attempts === null ? [] : [["proxy_next_upstream_tries", String(passing.attempts)] as const]),
        ["proxy_next_upstream_timeout", duration(passing.retryFor)],
        ...buffers(passing.buffering),
        ["client_max_body_size", size(passing.maxBody)],
    ];
}

function buffers(buffering: Buffering | null): Directive[] {
    if (buffering === null) {
        return [["proxy_buffering", "off"]];
    }
    const one = size(buffering.size);
    return [["proxy_buffer_size", one], ["proxy_buffers", `${buffering.count} ${one}`]];
}

function view([name, value]: Directive): DirectiveView {
    return { name: quote("padded", name.padEnd(27)), value: quote("phrase", value) };
}
