import { isDockerModel, isHostModel, isKubernetesModel, type Model } from "../config/model";
import { monitoringDrafts } from "../monitoring/drafts";
import type { Draft } from "../proxy/seal";
import { dockerDrafts } from "./docker/files";
import { hostDrafts } from "./host/files";
import { kubernetesDrafts } from "./kubernetes/files";

/** What the stack's target needs in a release besides the proxy's own files. */
export function targetFiles(model: Model): readonly Draft[] {
    if (isHostModel(model)) {
        return hostDrafts(model);
    }
    if (isKubernetesModel(model)) {
        return kubernetesDrafts(model);
    }
    return isDockerModel(model) ? [...dockerDrafts(model), ...monitoringDrafts(model)] : [];
}
