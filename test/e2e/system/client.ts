import { get as getPlain } from "node:http";
import { get as getTls } from "node:https";

export interface Answer {
    readonly status: number;
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    readonly body: string;
}

/** One GET on a connection of its own; trusts any certificate, follows nothing. */
export function get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
        const request = (url.startsWith("https:") ? getTls : getPlain)(url, { headers, agent: false, rejectUnauthorized: false, timeout: 20_000 }, answer => {
            let body = "";
            answer.setEncoding("utf8");
            answer.on("data", (chunk: string) => (body += chunk));
            answer.on("end", () => {
                resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body });
            });
        });
        request.on("timeout", () => request.destroy(new Error(`${url} does not answer in time.`)));
        request.on("error", reject);
    });
}
