import { certificatesOf } from "./certificates";
import type { Deployed } from "./deployed";
import { dockerPart } from "./docker";
import { hostPart } from "./host";
import { kubernetesPart } from "./kubernetes/part";
import { frontOf } from "./kubernetes/front";
import type { Registered } from "./registered";
import { textsOf } from "./texts";

const byNumbersToo = new Intl.Collator("en", { numeric: true });

/**
 * What a stack puts in place, whichever target it has; undefined: nothing of ours is among these resources.
 *
 * @param now what the end of a certificate is counted from that was given to the stack.
 * @throws with file and line, where a proxy's configuration cannot be read.
 */
export function deployed(registered: readonly Registered[], now = new Date()): Deployed | undefined {
    // Those that do not wait for one another are registered in an order that is another one each time.
    const resources = registered.toSorted((a, b) => byNumbersToo.compare(a.urn, b.urn));
    const part = hostPart(resources) ?? dockerPart(resources) ?? kubernetesPart(resources);
    const front = frontOf(resources);
    return part && { ...part, ...(front && { front }), certificates: certificatesOf(resources, now), texts: textsOf(resources) };
}
