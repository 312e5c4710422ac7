import type { DockerModel } from "../../config/model";
import { settingsFile } from "../settings-file";

/** What the agent's scripts read. Instances stand there by the names of their slots. */
export function dockerSettings(model: DockerModel): string {
    return settingsFile(model, { heading: "What the agent's scripts read." });
}
