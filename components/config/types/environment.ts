import { describeUnseen, holdsPrivateKey, isSecret } from "../found";
import { noParts, refuse, type Parsed, type Type } from "../type";
import { dictionary } from "./dictionary";
import { text, textFix } from "./scalar";

const namePattern = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

/** Variables that every instance is given, with what is in them. */
const owned: Readonly<Record<string, string>> = {
    PORT: "every instance gets it from the service's `port`",
    APP_INSTANCE: "every instance gets it, with something that tells it from the others",
};

/** The name of a build argument, or of another variable that the user alone sets. */
export const variableName: Type<string> = text("a name of letters, digits and _", (raw): Parsed<string> => checkName(raw), { pattern: namePattern.source });

/** The name of an instance's environment variable, but for those that it is given anyway. */
export const environmentName: Type<string> = text("a name of letters, digits and _, but not PORT or APP_INSTANCE", (raw): Parsed<string> => {
    const given = Object.hasOwn(owned, raw) ? owned[raw] : undefined;
    return given === undefined ? checkName(raw) : { fix: `Remove it: ${given}.` };
}, { pattern: namePattern.source, not: { enum: Object.keys(owned) } });

/** A map of variables. What stands in the place of the map is not repeated either. */
export function variables<T>(key: Type<string>, value: Type<T>): ReturnType<typeof dictionary<T>> {
    const map = dictionary(key, value, "names to values");
    return {
        ...map,
        read: (raw, at) => typeof raw === "string"
            ? refuse(at, { found: describeUnseen(raw), allowed: map.allowed, fix: "Write a map: a name and its value on each line, indented." })
            : map.read(raw, at),
    };
}

const allowed = "up to 32768 characters of text";

/** A variable's value: text, several lines too. No message repeats it, since it may be a secret in the wrong place. */
export const environmentValue: Type<string> = {
    allowed,
    schema: { type: "string", maxLength: 32_768 },
    parts: noParts,
    read(raw, at) {
        const fix = valueFix(raw);
        return typeof raw === "string" && fix === undefined ? raw : refuse(at, { found: describeUnseen(raw), allowed, fix: fix ?? "" });
    },
};

function checkName(raw: string): Parsed<string> {
    if (namePattern.test(raw)) {
        return { value: raw };
    }
    const plain = raw.replace(/[^A-Za-z0-9_]+/g, "_").replace(/^\d+/, "").slice(0, 128);
    return { fix: /[A-Za-z]/.test(plain) ? `Write \`${plain}\`, for example.` : "Choose a name such as LOG_LEVEL." };
}

function valueFix(raw: unknown): string | undefined {
    if (isSecret(raw)) {
        return "Move it to `secrets`: what stands here is not stored as a secret.";
    }
    if (raw === null || raw === undefined) {
        return 'Give it a value, or "" for an empty one.';
    }
    if (typeof raw !== "string") {
        return typeof raw === "object" ? textFix(raw) : "Put it in quotes.";
    }
    if (holdsPrivateKey(raw)) {
        return "Move it to `secrets`, encrypted, and replace it: it stood in clear.";
    }
    return /[^\P{Cc}\t\n]/u.test(raw) || raw.length > 32_768 ? "Remove control characters, and shorten it to 32768 characters." : undefined;
}
