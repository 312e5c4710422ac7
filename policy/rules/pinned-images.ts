import type { Rule } from "../rule";
import { byEnvironment } from "./by-environment";

export const pinnedImages: Rule = {
    name: "pinned-images",
    title: "Every image has a version of its own",
    severity: "high",
    why: "An image without a tag, or with one that moves, is another one on every machine and after every pull: nobody can say what runs, and there is nothing to go back to.",
    fix: "Write the image with the tag of a version (`nginx:1.28.0`) or with its digest (`name@sha256:...`). What the stack builds itself has its own digest.",
    levels: byEnvironment("advisory", "advisory", "mandatory"),
    figures: {},
    check: ({ containers }) =>
        containers
            .filter(({ built, image }) => !built && !isPinned(image))
            .map(({ urn, where, image }) => ({ urn, where, found: `the image ${image}`, allowed: "an image with the tag of a version, or a digest" })),
};

/** Tags that publishers move on by custom. */
const moving = ["dev", "develop", "edge", "latest", "main", "mainline", "master", "nightly", "rolling", "stable"];

function isPinned(reference: string): boolean {
    if (/(?:^|@)sha256:[0-9a-f]{64}$/.test(reference)) {
        return true;
    }
    // A colon before the last slash belongs to the registry's port.
    const [, tag] = /:([^:/]+)$/.exec(reference) ?? [];
    return tag !== undefined && !moving.includes(tag.toLowerCase());
}
