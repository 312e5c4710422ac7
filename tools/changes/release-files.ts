import type { Model } from "../../components/config/model";
import { render } from "../../components/proxy/render";
import { targetFiles } from "../../components/targets/files";

/** The files of a release by their paths. */
export type Files = ReadonlyMap<string, string>;

/** What this version renders from a model. */
export function releaseFiles(model: Model): Files {
    return new Map(render(model, targetFiles(model)).files.map(({ path, content }) => [path, content]));
}
