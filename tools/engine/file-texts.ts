import { isMap, type Value } from "./values";

/** What every release has, as the keys of a ConfigMap write it. */
const everyRelease = "nginx__nginx.conf";

/**
 * Whether a property holds the files of a release: a bundle that a command is given, or the data of a ConfigMap. A preview that
 * shows the files one by one says so there, in place of all their lines.
 */
export function holdsFiles(name: string, value: Value | undefined): boolean {
    if (name === "stdin") {
        return typeof value === "string" && isBundle(value);
    }
    return name === "data" && isMap(value) && everyRelease in value;
}

/** Whether a text, of which the beginning is enough, is a bundle of a release's files. */
export function isBundle(text: string): boolean {
    return /^@@ (0\d{3}|link) /.test(text);
}
