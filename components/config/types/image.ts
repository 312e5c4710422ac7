import type { Parsed, Type } from "../type";
import { text } from "./scalar";

const domainPart = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
const registry = `(?:localhost|${domainPart}(?:\\.${domainPart})+|${domainPart}(?=:\\d))(?::\\d{1,5})?`;
const component = "[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*";
const fullName = `(?:${registry}/)?${component}(?:/${component})*`;
const tag = "\\w[\\w.-]{0,127}";
const digest = "sha256:[a-f0-9]{64}";

/** The name of an image without a registry, a folder, a tag. */
export const imageName = new RegExp(`^${component}$`);

const unpinned = new RegExp(`^${fullName}$`);
const pinned = new RegExp(`^(?=.{1,400}$)${fullName}(?::${tag}(?:@${digest})?|@${digest})$`);

/** An image by tag, by digest, or by both; the grammar is that of https://pkg.go.dev/github.com/distribution/reference. */
export const imageReference: Type<string> = text("an image with a tag or digest, such as nginx:1.28.0", (raw): Parsed<string> => {
    return pinned.test(raw) ? { value: raw } : { fix: imageFix(raw) };
}, { pattern: pinned.source });

function imageFix(raw: string): string {
    if (/^[a-z]+:\/\//i.test(raw)) {
        return "Leave out the scheme: write registry/name:tag.";
    }
    if (unpinned.test(raw)) {
        return `Add a tag: \`${raw}:1.0.0\`, for example. Without one nobody can tell which image runs.`;
    }
    if (pinned.test(raw.toLowerCase())) {
        return "Write the name in lower case.";
    }
    return "Write registry/name:tag or name@sha256:..., with a name of lower-case letters, digits and . _ - between the slashes.";
}
