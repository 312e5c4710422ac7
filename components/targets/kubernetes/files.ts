import type { KubernetesModel } from "../../config/model";
import { logProgramDrafts } from "../../monitoring/drafts";
import type { Draft } from "../../proxy/seal";
import { kubernetesSettings } from "./settings-file";

/** What a release carries besides the proxy's own files; sealed together with them. The scripts are the agent's own. */
export function kubernetesDrafts(model: KubernetesModel): readonly Draft[] {
    return [{ path: "config/load_balancer.yaml", executable: false, content: kubernetesSettings(model) }, ...logProgramDrafts(model)];
}
