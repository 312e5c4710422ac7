import type { HostModel } from "../../config/model";
import type { Draft } from "../../proxy/seal";
import { releaseScripts } from "./scripts";
import { hostSettings } from "./settings-file";

/** What a release carries on a host besides the proxy's own files; sealed together with them. */
export function hostDrafts(model: HostModel): readonly Draft[] {
    return [
        { path: "config/load_balancer.yaml", executable: false, content: hostSettings(model) },
        ...releaseScripts.map(({ path, content }) => ({
            path,
            executable: content.startsWith("#!"),
            content,
        })),
    ];
}
