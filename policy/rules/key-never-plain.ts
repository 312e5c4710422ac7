import type { Rule } from "../rule";
import { byEnvironment } from "./by-environment";

export const keyNeverPlain: Rule = {
    name: "key-never-plain",
    title: "A private key stands nowhere but where secrets belong",
    severity: "critical",
    why: "What stands in a ConfigMap, a file of the release, a command or a container's environment is in the state, the preview and the logs, for everybody to read. A key that was there once has to be replaced.",
    fix: "Put the key into `tls.key` or the service's `secrets` (`npm run set-secret -- STACK --tls.key < FILE`), and issue a new one: whoever saw the old one has it.",
    levels: byEnvironment("mandatory", "mandatory", "mandatory"),
    figures: {},
    check: ({ texts }) =>
        texts
            .filter(({ forSecrets, text }) => !forSecrets && holdsKey(text))
            .map(({ urn, where, property }) => ({ urn, where: `${where}, ${property}`, found: "a private key in clear", allowed: "a private key only as a secret" })),
};

/** With what comes behind the header: scripts may well speak of keys. */
const pem = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:\s|\\[nr])*(?:[A-Za-z0-9+/]{16}|Proc-Type:|Version:|Comment:)/;

function holdsKey(text: string): boolean {
    const closed = text.replace(/\s+|\\[nr]/g, "");
    return pem.test(text) || encodedHeaders.some(header => closed.includes(header));
}

/**
 * The end of a key's header in base64, which depends on how many bytes of a group of three stand before it; without the
 * characters at both ends that depend on its neighbours.
 */
const encodedHeaders: readonly string[] = [0, 1, 2].map(before => {
    const bytes = Buffer.from(`${"\0".repeat(before)}PRIVATE KEY-----`);
    return bytes.toString("base64").slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
});
