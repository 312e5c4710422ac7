import type { KubernetesModel } from "../../config/model";
import { settingsFile } from "../settings-file";

/** What the agent's scripts read. Pods stand there by the name that leads to them, until the agent puts their addresses in. */
export function kubernetesSettings(model: KubernetesModel): string {
    return settingsFile(model, { heading: "What the agent's scripts read." });
}
