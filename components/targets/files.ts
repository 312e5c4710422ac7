import { isHostModel, type Model } from "../config/model";
import type { Draft } from "../proxy/seal";
import { hostDrafts } from "./host/files";

/** What the stack's target needs in a release besides the proxy's own files. */
export function targetFiles(model: Model): readonly Draft[] {
    return isHostModel(model) ? hostDrafts(model) : [];
}
