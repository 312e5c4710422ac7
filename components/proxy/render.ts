import type { Model } from "../config/model";
import { nginxDrafts, nginxLinks, releaseDraft } from "./nginx/files";
import type { Rendered } from "./rendered";
import { seal, type Draft } from "./seal";

/**
 * Stage 2: the files that a model stands for. Equal models give equal bytes.
 *
 * @param extras what the target needs besides the proxy's own files: sealed with them, and part of the release's hash.
 */
export function render(model: Model, extras: readonly Draft[] = []): Rendered {
    return seal([...nginxDrafts(model), ...extras], nginxLinks(model), releaseDraft);
}
