import { text } from "./scalar";
import type { Parsed, Type } from "../type";

const longest = 200;
const safeSegment = /^[A-Za-z0-9._~-]+$/;

/** A path prefix: `/`, or segments without a slash at the end. Only characters that need no escaping in a URL or a proxy's configuration. */
export const prefix: Type<string> = text("a path prefix such as /api, without a slash at the end", (raw) => {
    if (raw.length > 1 && raw.endsWith("/")) {
        return { fix: `Write \`/${raw.replace(/^\/+|\/+$/g, "")}\`: a prefix covers everything below it.` };
    }
    return parsePath(raw);
}, { pattern: "^/([A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*)?$", maxLength: longest });

/** A path that is asked as it stands, such as a health endpoint. */
export const webPath: Type<string> = text("a path such as /healthz", (raw) => {
    const parsed = parsePath(raw.length > 1 ? raw.replace(/\/$/, "") : raw);
    return "fix" in parsed ? parsed : { value: raw };
}, { pattern: "^/([A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*/?)?$", maxLength: longest });

function parsePath(raw: string): Parsed<string> {
    if (!raw.startsWith("/")) {
        return { fix: raw === "" ? "Write a path that begins with a slash, such as /." : "Begin it with a slash." };
    }
    if (raw.length > longest) {
        return { fix: `Shorten it to ${longest} characters.` };
    }
    const segments = raw === "/" ? [] : raw.slice(1).split("/");
    return segments.every(isSafe) ? { value: raw } : { fix: pathFix(segments) };
}

function isSafe(segment: string): boolean {
    return safeSegment.test(segment) && segment !== "." && segment !== "..";
}

function pathFix(segments: readonly string[]): string {
    if (segments.includes("")) {
        return "Remove the double slash.";
    }
    if (segments.includes(".") || segments.includes("..")) {
        return "Write the path without . and .. segments.";
    }
    return "Use only letters, digits, and . _ ~ - between the slashes.";
}
