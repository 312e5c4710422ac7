import type { Model } from "../../components/config/model";
import { isSent } from "../../components/targets/docker/build-context";
import { builtAsBefore } from "../changes/built-images";
import { weights } from "../changes/change";
import { count, list } from "../changes/formats";
import type { Sentence } from "../changes/summary";

/** The files below a folder that a commit changes, relative to the folder. */
export type ChangedBelow = (folder: string) => readonly string[];

/** Services whose image no setting makes another one, but the files that it is built from. */
export function rebuilt(before: Model, after: Model, changedBelow: ChangedBelow): Sentence[] {
    return builtAsBefore(before, after).flatMap(({ name, image }) => {
        const files = changedBelow(image.context).filter(isSent(image.context, image.dockerfile));
        return files.length === 0 ? [] : [{ text: `${name}: its image is built anew from ${count(files.length, "changed file")} (${list(files)}), and every instance is replaced`, risks: [], weight: weights.image }];
    });
}
