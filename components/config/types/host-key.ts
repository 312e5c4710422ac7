import { text } from "./scalar";
import type { Parsed, Type } from "../type";

const kinds = ["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa"];

/** The public key by which an SSH server proves who it is: type and base64; a comment behind it is left out. */
export const hostKey: Type<string> = text(`an SSH host key: ${kinds.join(", ")} and its base64`, parseHostKey, {
    pattern: `^(${kinds.join("|")}) [A-Za-z0-9+/]+=*( .*)?$`,
});

function parseHostKey(raw: string): Parsed<string> {
    const [kind = "", base64 = ""] = raw.trim().split(/\s+/);
    if (/PRIVATE KEY/.test(raw)) {
        return { fix: "Write the host's public key (the .pub file); this is a private one." };
    }
    if (!kinds.includes(kind)) {
        return { fix: kinds.includes(base64) ? `Leave out the host name: begin with ${base64}.` : hostKeyFix };
    }
    return keyType(base64) === kind ? { value: `${kind} ${base64}` } : { fix: `The part behind ${kind} is not a whole key of that type: copy the line again.` };
}

const hostKeyFix = "Copy it from the host: /etc/ssh/ssh_host_ed25519_key.pub, or the output of `ssh-keyscan -t ed25519 HOST` without the host name.";

/** The key type that the key itself names (RFC 4253: the first length-prefixed string of the blob). */
function keyType(base64: string): string | undefined {
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0) {
        return undefined;
    }
    const blob = Buffer.from(base64, "base64");
    const length = blob.length > 4 ? blob.readUInt32BE(0) : 0;
    const named = blob.subarray(4, 4 + length).toString("latin1");
    return blob.length > 4 + length + 4 ? named : undefined;
}
