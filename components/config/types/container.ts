import { covers } from "../route-path";
import { leaf, type Parsed, type Type } from "../type";
import { matching, text } from "./scalar";

const absolute = /^(\/[A-Za-z0-9._@+-]+)+$/;

/** The kernel's, the engine's and our own; a volume there would hide what has to be there. */
const ownedTrees = ["/proc", "/sys", "/dev", "/evenkeel"];
const ownedPaths = ["/", "/tmp", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf"];

/** Where an instance sees a volume. */
export const containerPath: Type<string> = text("an absolute directory inside of the container, such as /app/data", (raw): Parsed<string> => {
    if (!raw.startsWith("/")) {
        return { fix: "Write the whole path, beginning with a slash." };
    }
    if (raw.length > 1 && raw.endsWith("/")) {
        return { fix: "Remove the slash at the end." };
    }
    if (ownedPaths.includes(raw) || ownedTrees.some((tree) => covers(tree, raw))) {
        return { fix: "Choose a directory of the application's own: this one is the container's." };
    }
    const climbs = raw.split("/").some((segment) => segment === "." || segment === "..");
    return climbs || raw.length > 200 || !absolute.test(raw)
        ? { fix: "Write a path of letters, digits and . _ @ + - between the slashes, at most 200 characters." }
        : { value: raw };
}, { pattern: absolute.source });

const account = "(?:\\d{1,10}|[a-z_][a-z0-9_-]{0,31})";
const accountPattern = new RegExp(`^${account}(?::${account})?$`);

/** The account of a container's process: a number, a name that the image knows, or either with a group. */
export const containerUser: Type<string> = leaf({
    allowed: 'a user, or user:group, such as 1000 or "1000:1000"',
    schema: { anyOf: [{ type: "integer", minimum: 0 }, { type: "string", pattern: accountPattern.source }] },
    parse(raw): Parsed<string> {
        const given = typeof raw === "number" && Number.isInteger(raw) && raw >= 0 ? String(raw) : raw;
        return typeof given === "string" && accountPattern.test(given)
            ? { value: given }
            : { fix: "Write a user's number or name, and a group after a colon if you need one." };
    },
});

/** One word of a command, as the program gets it: no shell reads it. */
export const commandWord: Type<string> = text("a word of a command", (raw): Parsed<string> => {
    if (/^(CMD|CMD-SHELL|NONE)$/.test(raw)) {
        return { fix: `Leave out ${raw}: write the program and its arguments.` };
    }
    return raw !== "" && raw.length <= 1000 && !/\p{Cc}/u.test(raw) ? { value: raw } : { fix: "Write 1 to 1000 characters without line breaks." };
}, { minLength: 1, maxLength: 1000 });

const relative = /^[A-Za-z0-9._@+-]+(\/[A-Za-z0-9._@+-]+)*$/;

/** A folder that goes along with the project, on whichever machine that is. */
export const projectFolder: Type<string> = matching(
    "a folder, relative to the project, such as . or ../app",
    relative,
    "Write a path that begins at the project, without a slash at its beginning or end.",
);

/** A file inside of a build's context. */
export const contextFile: Type<string> = text("a file in the context, such as Dockerfile", (raw): Parsed<string> => {
    return relative.test(raw) && !raw.split("/").includes("..") ? { value: raw } : { fix: "Write a path below the context, without a slash at its beginning." };
}, { pattern: relative.source });

export const buildStage: Type<string> = matching("the name of a stage", /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, "Write the name that stands behind AS in the Dockerfile.");
