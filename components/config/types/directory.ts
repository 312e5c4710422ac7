import { text } from "./scalar";
import type { Type } from "../type";

const safeDirectory = /^(\/[A-Za-z0-9._@+-]+)+$/;

/** An absolute directory. Only characters that need no escaping in a shell or a proxy's configuration. */
export const directory: Type<string> = text("an absolute directory such as /srv/www", (raw) => {
    if (!raw.startsWith("/")) {
        return { fix: "Write the whole path, beginning with a slash." };
    }
    if (raw.length > 1 && raw.endsWith("/")) {
        return { fix: "Remove the slash at the end." };
    }
    const climbs = raw.split("/").some((segment) => segment === "." || segment === "..");
    if (climbs || raw === "/" || raw.length > 200 || !safeDirectory.test(raw)) {
        return { fix: "Write a directory below / with only letters, digits and . _ @ + - between the slashes, at most 200 characters." };
    }
    return { value: raw };
}, { pattern: safeDirectory.source });

/** Like `directory`, but `/` itself is good too. */
export const directoryOrRoot: Type<string> = {
    ...directory,
    schema: { anyOf: [{ const: "/" }, directory.schema] },
    read: (raw, at) => (raw === "/" ? raw : directory.read(raw, at)),
};
