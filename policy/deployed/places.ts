import type { Placed } from "./deployed";
import { mapAt, numberAt, textAt } from "./props";
import type { Registered } from "./registered";

/** A resource as a person calls it. */
export function placeOf(resource: Registered): Placed {
    return { where: `${kindOf(resource)} ${ownName(resource)}`, urn: resource.urn };
}

/** `node 192.168.10.30`, with the port of its SSH daemon where that is another one than usual. */
export function nodeOf({ props, urn, name }: Registered): Placed {
    const connection = mapAt(props, "connection");
    const port = numberAt(connection, "port") ?? 22;
    return { where: `node ${textAt(connection, "host") ?? name}${port === 22 ? "" : `:${String(port)}`}`, urn };
}

const kinds: Readonly<Record<string, string>> = {
    "docker:index/container:Container": "container",
    "docker:index/volume:Volume": "volume",
    "docker:index/network:Network": "network",
    "docker:index/remoteImage:RemoteImage": "image",
    "tls:index/locallySignedCert:LocallySignedCert": "certificate",
    "tls:index/selfSignedCert:SelfSignedCert": "certificate",
    "command:local:Command": "command",
    "command:remote:Command": "command",
};

function kindOf({ type, props }: Registered): string {
    return kinds[type] ?? textAt(props, "kind") ?? type.slice(type.lastIndexOf(":") + 1);
}

/** On its target, where it has one there. */
function ownName({ type, name, props }: Registered): string {
    if (type.startsWith("kubernetes:")) {
        return textAt(mapAt(props, "metadata"), "name") ?? name;
    }
    return type.startsWith("docker:") ? (textAt(props, "name") ?? name) : name;
}
