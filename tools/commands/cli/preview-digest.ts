/** What an update would do to one resource. Which values its properties have is not told. */
export interface ResourceChange {
    readonly urn: string;
    readonly verb: Verb;
    /** Of properties: `spec.ports[0].port`. */
    readonly paths: readonly string[];
}

type Verb = "create" | "update" | "replace" | "delete";

/** As far as it is read here, what `pulumi preview --json` prints. */
interface Digest {
    readonly steps?: readonly Step[];
    readonly diagnostics?: readonly { readonly severity: string; readonly message: string }[];
}

interface Step {
    readonly op: string;
    readonly urn: string;
    readonly detailedDiff?: Readonly<Record<string, unknown>> | null;
    /** Names of properties, where a provider tells no more. */
    readonly diffReasons?: readonly string[] | null;
}

/** Other steps, such as `same`, `read` and `refresh`, leave what runs alone. */
const verbs: Readonly<Record<string, Verb | undefined>> = {
    create: "create",
    update: "update",
    delete: "delete",
    replace: "replace",
    "create-replacement": "replace",
    "delete-replaced": "replace",
};

/** Every resource that a preview would change, once. */
export function changesIn(digest: string): ResourceChange[] {
    const changes = new Map<string, ResourceChange>();
    for (const step of (JSON.parse(digest) as Digest).steps ?? []) {
        const verb = verbs[step.op];
        if (verb !== undefined) {
            const paths = [...(changes.get(step.urn)?.paths ?? []), ...pathsOf(step)];
            changes.set(step.urn, { urn: step.urn, verb, paths: [...new Set(paths)].sort() });
        }
    }
    return [...changes.values()];
}

function pathsOf({ detailedDiff, diffReasons }: Step): readonly string[] {
    return detailedDiff ? Object.keys(detailedDiff) : (diffReasons ?? []);
}

/** What is in `all` alone. */
export function beyond(known: readonly ResourceChange[], all: readonly ResourceChange[]): ResourceChange[] {
    return all.flatMap(change => {
        const same = known.find(({ urn, verb }) => urn === change.urn && verb === change.verb);
        const paths = change.paths.filter(path => same?.paths.includes(path) !== true);
        return same !== undefined && paths.length === 0 ? [] : [{ ...change, paths }];
    });
}

/** Why a preview has failed, as far as it says so. */
export function errorsIn(digest: string): string[] {
    try {
        return ((JSON.parse(digest) as Digest).diagnostics ?? []).flatMap(({ severity, message }) => (severity === "error" ? [message.trim()] : []));
    } catch {
        return [];
    }
}
