import ipaddr from "ipaddr.js";
import { isHostModel, type Model } from "../config/model";

/** The subject alternative names of the site's certificate. */
export interface SubjectNames {
    readonly dns: readonly string[];
    readonly ip: readonly string[];
}

/**
 * The names a certificate has to cover: the site's hosts, or, for a site that answers to any name, the addresses by
 * which its machines can be reached. Loopback is always among the second, because the health checks of the host itself use it.
 */
export function subjectNames(model: Model): SubjectNames {
    const { hosts } = model.site;
    const names = hosts.length > 0 ? hosts : ["localhost", "127.0.0.1", ...reachedAt(model)];
    const unique = [...new Set(names)];
    return {
        dns: unique.filter(name => !ipaddr.isValid(name)),
        ip: unique.filter(name => ipaddr.isValid(name)),
    };
}

function reachedAt(model: Model): readonly string[] {
    return isHostModel(model) ? model.target.nodes.map(node => node.address) : [];
}
