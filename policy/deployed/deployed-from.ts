import { certificatesOf } from "./certificates";
import type { Deployed } from "./deployed";
import { dockerPart } from "./docker";
import { hostPart } from "./host";
import { kubernetesPart } from "./kubernetes";
import { frontOf } from "./kubernetes-front";
import type { Registered } from "./registered";
import { textsOf } from "./texts";

/**
 * What a stack puts in place, whichever target it has; undefined: nothing of ours is among these resources.
 *
 * @param now what the end of a certificate is counted from that was given to the stack.
 * @throws with file and line, where a proxy's configuration cannot be read.
 */
export function deployed(resources: readonly Registered[], now = new Date()): Deployed | undefined {
    const part = hostPart(resources) ?? dockerPart(resources) ?? kubernetesPart(resources);
    const front = frontOf(resources);
    return part && { ...part, ...(front && { front }), certificates: certificatesOf(resources, now), texts: textsOf(resources) };
}
