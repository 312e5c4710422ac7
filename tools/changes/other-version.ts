import type { Model } from "../../components/config/model";
import { weights } from "./change";
import { fileChanges } from "./files";
import { count, list } from "./formats";
import { releaseFiles, type Files } from "./release-files";
import type { Sentence } from "./summary";

/**
 * What this version of the code renders otherwise than the one did that rendered some files: no setting's doing.
 *
 * @param model that the files were rendered from; of another version's shape, perhaps.
 * @param filesOf what this version makes of a model.
 */
export function otherVersion(model: Model, files: Files, filesOf: (model: Model) => Files = releaseFiles): Sentence[] {
    const paths = fileChanges(files, rendered(model, filesOf) ?? files).map(({ path }) => path);
    return paths.length === 0 ? [] : [{ text: `this version of evenkeel renders ${count(paths.length, "file")} otherwise: ${list(paths, 4)}`, risks: [], weight: weights.ordinary }];
}

/** undefined: it lacks what this version needs. */
function rendered(model: Model, filesOf: (model: Model) => Files): Files | undefined {
    try {
        return filesOf(model);
    } catch {
        return undefined;
    }
}
