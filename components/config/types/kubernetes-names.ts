import { isHostName } from "./address";
import { matching, text } from "./scalar";
import { unseen } from "./unseen";
import { leaf, type Parsed, type Type } from "../type";

const longestLabel = 63;
const dnsLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const dnsSubdomain = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;
const plainName = /^[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/;

/** Whether the name of an object may end up as a label of a DNS name (RFC 1123), as those of Services and namespaces do. */
export function isDnsLabel(raw: string): boolean {
    return dnsLabel.test(raw);
}

/** The nearest text that is a DNS label. */
export function asDnsLabel(raw: string): string {
    return raw.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, longestLabel).replace(/^-+|-+$/g, "");
}

/** What to do about a namespace that belongs to the cluster or to everybody; undefined: it may be a stack's. */
export function reservedNamespaceFix(namespace: string): string | undefined {
    if (namespace.startsWith("kube-")) {
        return `Choose another: ${namespace} belongs to the cluster itself.`;
    }
    return namespace === "default" ? "Choose one for this stack: pods in it are held to the restricted profile, which others in default may break." : undefined;
}

/** A namespace that a stack can have. */
export const namespace: Type<string> = text("a namespace: up to 63 lower-case letters, digits and -, but not default or kube-*", (raw): Parsed<string> => {
    if (!isDnsLabel(raw)) {
        return { fix: labelFix(raw) };
    }
    const fix = reservedNamespaceFix(raw);
    return fix === undefined ? { value: raw } : { fix };
}, { pattern: dnsLabel.source, not: { anyOf: [{ const: "default" }, { pattern: "^kube-" }] } });

/** Any namespace, the cluster's own too. */
export const anyNamespace: Type<string> = text("a namespace: up to 63 lower-case letters, digits and -", (raw): Parsed<string> => {
    return isDnsLabel(raw) ? { value: raw } : { fix: labelFix(raw) };
}, { pattern: dnsLabel.source });

/** The name of an object that is there already. */
export const objectName: Type<string> = matching(
    "a name of lower-case letters, digits, - and .",
    dnsSubdomain,
    "Write the object's name as `kubectl get` shows it.",
);

/** A kubeconfig's contexts have any names that its owner likes: `admin@cluster`, `arn:aws:eks:...`. */
export const contextName: Type<string> = matching(
    "the name of a context in the kubeconfig",
    /^[\x21-\x7e]([\x20-\x7e]{0,251}[\x21-\x7e])?$/,
    "Write a name that `kubectl config get-contexts` shows.",
);

/** The class of a load balancer: a label's key, with a prefix. */
export const loadBalancerClass: Type<string> = text("a class such as example.com/internal", (raw): Parsed<string> => {
    return isKey(raw) ? { value: raw } : { fix: "Write the class that the load balancer's own documentation names." };
});

/** The key of an annotation, but for those that the program itself reads. */
export const annotationName: Type<string> = keyOf("an annotation such as example.com/name", (key) =>
    key.startsWith("pulumi.com/") ? "Remove it: how objects are deployed is not for stack files to say." : undefined,
);

/** The key of a label, but for those that every object of the stack has. */
export const labelName: Type<string> = keyOf("a label such as release or example.com/name", (key) =>
    key.startsWith("app.kubernetes.io/") ? "Choose another key: every object of the stack has its own value for this one." : undefined,
);

export const annotationValue: Type<string> = unseen(leaf({
    allowed: "up to 32768 characters of text",
    schema: { type: "string", maxLength: 32_768 },
    parse(raw): Parsed<string> {
        if (typeof raw !== "string") {
            return { fix: typeof raw === "object" ? "Write a single text here." : `Put it in quotes: "${String(raw)}".` };
        }
        return /[^\P{Cc}\t\n]/u.test(raw) || raw.length > 32_768 ? { fix: "Remove control characters, and shorten it to 32768 characters." } : { value: raw };
    },
}));

export const labelValue: Type<string> = text("up to 63 letters, digits, -, _ and ., with a letter or digit at both ends", (raw): Parsed<string> => {
    return raw === "" || plainName.test(raw) ? { value: raw } : { fix: "Write a short word: labels are for choosing objects." };
});

function keyOf(allowed: string, refusal: (key: string) => string | undefined): Type<string> {
    return text(allowed, (raw): Parsed<string> => {
        if (!isKey(raw)) {
            return { fix: "Write a name of up to 63 letters, digits, -, _ and ., with a DNS name and a slash before it where it has one." };
        }
        const fix = refusal(raw);
        return fix === undefined ? { value: raw } : { fix };
    });
}

/** `name` or `prefix/name`: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
function isKey(raw: string): boolean {
    const [name = "", prefix, ...rest] = raw.split("/").reverse();
    return rest.length === 0 && plainName.test(name) && (prefix === undefined || (dnsSubdomain.test(prefix) && isHostName(prefix)));
}

function labelFix(raw: string): string {
    const plain = asDnsLabel(raw);
    return plain === "" ? "Choose a name such as web." : `Write \`${plain}\`, for example.`;
}
