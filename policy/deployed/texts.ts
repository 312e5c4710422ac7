import { readBundle, type Bundle } from "./bundle";
import type { Text } from "./deployed";
import { nodeOf, placeOf } from "./places";
import { isList, isMap, textAt } from "./props";
import type { Prop, Registered } from "./registered";

/** Every text of every resource, a bundle's files each by itself. */
export function textsOf(resources: readonly Registered[]): readonly Text[] {
    return resources.flatMap(textsIn);
}

/** A text where it stands. */
interface Found {
    /** `envs[3]` */
    readonly path: string;
    readonly property: string;
    readonly text: string;
    /** Whether secrets belong there, once they are kept as such. */
    readonly suited: boolean;
}

function textsIn(resource: Registered): Text[] {
    const { where, urn } = resource.type === "command:remote:Command" ? nodeOf(resource) : placeOf(resource);
    const kept = resource.secrets;
    return Object.entries(resource.props)
        .flatMap(([key, value]) => within(resource, key, value))
        .map(({ path, property, text, suited }) => ({ where, urn, property, text, forSecrets: suited && (kept === undefined || kept.some(secret => isWithin(path, secret))) }));
}

function isWithin(path: string, secret: string): boolean {
    return path === secret || path.startsWith(`${secret}.`) || path.startsWith(`${secret}[`);
}

function within(resource: Registered, path: string, value: Prop): Found[] {
    if (typeof value === "string") {
        return textAtPath(resource, path, value);
    }
    if (isList(value)) {
        return value.flatMap((item, index) => within(resource, `${path}[${String(index)}]`, item));
    }
    if (!isMap(value)) {
        return [];
    }
    const [name, text, file] = [textAt(value, "name"), textAt(value, "value"), textAt(value, "file")];
    if (name !== undefined && text !== undefined && /\.env\[\d+\]$/.test(path)) {
        return [{ path: `${path}.value`, property: `env ${name}`, text, suited: false }];
    }
    const inside = Object.entries(value).flatMap(([key, item]) => within(resource, `${path}.${key}`, item));
    const holdsSecret = path.startsWith("uploads[") && file?.startsWith("/run/secrets/") === true;
    return holdsSecret ? inside.map(each => ({ ...each, suited: each.path === `${path}.content` })) : inside;
}

function textAtPath(resource: Registered, path: string, text: string): Found[] {
    const bundle = path === "stdin" ? readBundle(text) : undefined;
    if (bundle !== undefined) {
        return filesOf(bundle);
    }
    if (resource.type === "docker:index/container:Container" && path.startsWith("envs[")) {
        const [name = "", ...value] = text.split("=");
        return [{ path, property: `env ${name}`, text: value.join("="), suited: true }];
    }
    if (resource.type === "kubernetes:core/v1:Secret" && path.startsWith("data.")) {
        return [{ path, property: path, text: Buffer.from(text, "base64").toString(), suited: true }];
    }
    return [{ path, property: path, text, suited: isForSecrets(resource, path) }];
}

/** What comes with a release is shown in every preview. */
function filesOf({ files, modes }: Bundle): Found[] {
    const isRelease = files.has("nginx/nginx.conf");
    return [...files].map(([path, text]) => ({ path: "stdin", property: `stdin ${path}`, text, suited: !isRelease && modes.get(path) === "0600" }));
}

function isForSecrets({ type }: Registered, path: string): boolean {
    switch (type) {
        case "command:remote:Command":
            return ["connection.privateKey", "connection.privateKeyPassword", "connection.password"].includes(path);
        case "kubernetes:core/v1:Secret":
            return path.startsWith("stringData.");
        default:
            return type.startsWith("tls:") && /privateKey/i.test(path);
    }
}
