import { isHostModel, type HostModel, type HostNode } from "../../../components/config/model";
import { formatProblems } from "../../../components/config/problem";
import { validate, type RawConfig } from "../../../components/config/validate";
import { render } from "../../../components/proxy/render";
import type { Rendered } from "../../../components/proxy/rendered";
import { hostDrafts } from "../../../components/targets/host/files";

/** One state of a stack file, as it would be pushed. */
export interface TestSite {
    readonly model: HostModel;
    readonly node: HostNode;
    readonly rendered: Rendered;
}

const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGH2v0X0yq9Yf0Z3mTnGm5qBv7Vq0R3t0m8xq0hYVb7E";

/** @throws when the settings are not those of a valid stack file. */
export function makeSite(settings: RawConfig & { readonly host?: object; readonly tls?: object }): TestSite {
    const validated = validate({
        target: "host",
        ...settings,
        tls: settings.tls ?? { mode: "off" },
        host: { nodes: [{ address: "127.0.0.1", user: "root", hostKey }], ...settings.host },
    });
    if ("problems" in validated) {
        throw new Error(formatProblems(validated.problems));
    }
    const { model } = validated;
    const node = isHostModel(model) ? model.target.nodes[0] : undefined;
    if (!isHostModel(model) || node === undefined) {
        throw new Error("a host stack has a node");
    }
    return { model, node, rendered: render(model, hostDrafts(model)) };
}

/** The same release with one file's text changed, for what a host itself has to refuse. */
export function withFile(site: TestSite, path: string, change: (content: string) => string): TestSite {
    const files = site.rendered.files.map(file => (file.path === path ? { ...file, content: change(file.content) } : file));
    return { ...site, rendered: { ...site.rendered, files } };
}

/** A changed file makes another release, which says so. */
export function renamed({ rendered, ...site }: TestSite): TestSite {
    const release = "f".repeat(64);
    const files = rendered.files.map(file => ({ ...file, content: file.content.replaceAll(rendered.release, release) }));
    return { ...site, rendered: { ...rendered, files, release } };
}
