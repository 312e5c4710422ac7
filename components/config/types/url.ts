import { isHostName, parseIp } from "./address";
import { text } from "./scalar";
import { unseen } from "./unseen";
import type { Parsed, Type } from "../type";

/** A Docker engine, as the environment variable DOCKER_HOST has it. */
export const engineAddress: Type<string> = text("a Docker engine such as ssh://deploy@10.0.0.5 or unix:///run/docker.sock", (raw): Parsed<string> => {
    if (/^unix:\/\/(\/[A-Za-z0-9._@+-]+)+$/.test(raw)) {
        return { value: raw };
    }
    const [, scheme, user = "", host = "", port] = /^(ssh|tcp):\/\/(?:([a-z_][a-z0-9_-]{0,31})@)?(\[[^\]]+\]|[^:/@]+)(?::(\d{1,5}))?$/.exec(raw) ?? [];
    const named = isHostName(host) || parseIp(host.replace(/^\[|\]$/g, "")) !== undefined;
    const good = named && (scheme === "ssh" ? portIsGood(port ?? "22") : user === "" && portIsGood(port ?? ""));
    return good ? { value: raw } : { fix: engineFix(raw) };
}, { pattern: "^(unix|ssh|tcp)://" });

function portIsGood(port: string): boolean {
    return Number(port) >= 1 && Number(port) <= 65_535;
}

function engineFix(raw: string): string {
    if (raw.startsWith("tcp://")) {
        return "Write tcp://HOST:PORT.";
    }
    return raw.startsWith("ssh://") ? "Write ssh://USER@HOST, with :PORT behind it if it is not 22, and nothing else." : "Write ssh://USER@HOST, tcp://HOST:PORT or unix:///PATH.";
}

/** Where something is posted to: chat services put their key into it. */
export const webAddress: Type<string> = unseen(text("a URL that begins with http:// or https://", (raw): Parsed<string> => {
    const usual = /^https?:\/\/[\x21-\x7e]{1,1000}$/.test(raw) && !/["\\<>^`{|}$]/.test(raw) && URL.canParse(raw);
    if (!usual) {
        return { fix: "Write the whole URL, such as https://alerts.example.com/hook." };
    }
    const { username, password } = new URL(raw);
    return username === "" && password === "" ? { value: raw } : { fix: "Leave out the user and password: this setting is not stored as a secret." };
}, { pattern: "^https?://" }));
