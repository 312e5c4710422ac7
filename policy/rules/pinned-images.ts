import type { Rule } from "../rule";
import { byEnvironment } from "./by-environment";

export const pinnedImages: Rule = {
    name: "pinned-images",
    title: "Every image has a version of its own",
    severity: "high",
    why: "An image without a tag, or with one that moves, is another one on every machine and after every pull: nobody can say what runs, and there is nothing to go back to. `stable` and `latest` move with every release, `1` with every minor one.",
    fix: "Write the image with the tag of a version (`nginx:1.28.0`), of a build (`app:2026-11-28`, `app:3f2a1b9`) or with its digest (`name@sha256:...`). What the stack builds itself has its own digest.",
    levels: byEnvironment("advisory", "advisory", "mandatory"),
    figures: {},
    check: ({ containers }) =>
        containers.flatMap(({ urn, where, built, image }) => {
            const found = built ? undefined : troubleWith(image);
            return found === undefined ? [] : [{ urn, where, found, allowed: "a tag with a version of at least two numbers, a build's number, date or commit, or a digest" }];
        }),
};

/** Words for what publishers put another image under by custom. */
const moving = [
    "canary", "current", "dev", "develop", "edge", "head", "latest", "lts", "main", "mainline", "master", "nightly", "prod", "production", "rolling", "snapshot", "stable",
    "staging", "trunk", "unstable",
];

/** `1.28`, `v3.9.1`, and builds that are counted: `1234`. */
const version = /(?:^|[-_.])(?:v?\d+\.\d+|\d{3,}(?=$|[-_.]))/;
/** A date or a commit is one build's, whatever stands beside it: `nightly-2026-11-28`, `main-3f2a1b9`. */
const build = /(?:^|[-_.])(?:20\d{2}[-_.]?\d{2}[-_.]?\d{2}|(?=[a-f]*\d)[\da-f]{7,40})(?:$|[^\da-z])/;

/** undefined: nothing. */
function troubleWith(reference: string): string | undefined {
    if (reference === "") {
        return "an image that the stack gives no name";
    }
    if (/(?:^|@)sha256:[0-9a-f]{64}$/.test(reference)) {
        return undefined;
    }
    // A colon before the last slash belongs to the registry's port.
    const [, tag] = /:([^:/]+)$/.exec(reference) ?? [];
    if (tag === undefined) {
        return `the image ${reference}, without a tag`;
    }
    return isFixed(tag.toLowerCase()) ? undefined : `the image ${reference}, whose tag moves`;
}

function isFixed(tag: string): boolean {
    return build.test(tag) || (version.test(tag) && !tag.split(/[-_.]/).some(part => moving.includes(part)));
}
