import type { Container, Image, Resources, Volume } from "../../../components/config/model-containers";
import type { BuiltFrom } from "../../../components/targets/docker/build-context";
import { atLeast, change, risking, weights, type Change, type Place } from "../change";
import { comeAndGo, named, without } from "../collections";
import * as format from "../formats";
import { below, called, command, fields, leaf, orNone, ownName, type Shape } from "../shape";
import { duration, text, variables, yesOrNo, size } from "./values";

const built = fields<BuiltFrom>({
    kind: leaf(format.text),
    context: text,
    dockerfile: text,
    stage: orNone(text, "the last"),
    args: variables,
});

const cores = orNone(leaf(format.number), "none");
const memory = orNone(size, "none");

export const resources: Shape<Resources> = fields<Resources>({
    cpu: fields<Resources["cpu"]>({ request: cores, limit: cores }),
    memory: fields<Resources["memory"]>({ request: memory, limit: memory }),
});

const volume = fields<Volume>({ name: ownName, path: text, readOnly: yesOrNo });
const volumes = named(({ name }) => name, volume);

export const container: Shape<Container> = fields<Container>({
    image: called("", { show: showImage, changes: imageChanges }),
    env: variables,
    secrets: { show: names => format.list(names), changes: secretChanges },
    resources,
    volumes: { ...volumes, changes: volumeChanges },
    user: orNone(text, "the image's own"),
    readOnly: yesOrNo,
    probe: called("health.command", orNone(command, "auto")),
    startPeriod: called("health.startPeriod", duration),
});

/** What a person calls an image. */
export function showImage(image: Image): string {
    return image.kind === "prebuilt" ? format.text(image.name) : `an image built from ${image.context}`;
}

/** Every instance is replaced by one of the new image. */
function imageChanges(before: Image, after: Image, at: Place): Change[] {
    if (before.kind === "build" && after.kind === "build") {
        return atLeast(weights.image, built.changes(before, after, below(at, "build")));
    }
    const [from, to] = [showImage(before), showImage(after)];
    return sameImage(before, after) ? [] : [change(at, from === to ? "image is another one" : `image ${from} to ${to}`, weights.image)];
}

function sameImage(before: Image, after: Image): boolean {
    return before.kind === "prebuilt" && after.kind === "prebuilt" && before.name === after.name;
}

function volumeChanges(before: readonly Volume[], after: readonly Volume[], at: Place): readonly Change[] {
    const changes = volumes.changes(before, after, at);
    const isOneLess = before.some(({ name }) => !after.some(other => other.name === name));
    return isOneLess ? risking("The instances find nothing any more of what they kept there; it stays where it is until you delete it.", changes) : changes;
}

/** By name: their values are nobody's to see. */
function secretChanges(before: readonly string[], after: readonly string[], at: Place): Change[] {
    const [come, go] = [without(after, before), without(before, after)];
    return come.length + go.length === 0 ? [] : [change(at, `${at.path}: ${comeAndGo(come, go)}`)];
}
