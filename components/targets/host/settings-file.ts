import type { HostModel, Model } from "../../config/model";
import { endpoint } from "../addresses";
import { settingsFile } from "../settings-file";

/** What the scripts on a host read. */
export function hostSettings(model: HostModel): string {
    return settingsFile(model, {
        heading: "What the scripts on this host read.",
        paths: { prefix: model.target.prefix },
        more: { control: control(model) },
    });
}

/** Where the proxy is asked about itself. It answers to this host alone, so the question has to come from loopback. */
function control({ site }: Model): object {
    const address = site.listen ?? "127.0.0.1";
    return { url: `http://${endpoint({ address, port: site.httpPort })}`, source: address.includes(":") ? "::1" : "127.0.0.1" };
}
