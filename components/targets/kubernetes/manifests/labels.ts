import type { KubernetesModel } from "../../../config/model";

export type Labels = Readonly<Record<string, string>>;

/** Whose objects they are, within one stack. */
export interface Owner {
    /** A service's name, or `proxy`. */
    readonly name: string;
    readonly component: "application" | "backup" | "proxy";
}

/** Tells `up` what it may remove when no revision needs it any more: objects whose names change with what is in them. */
export const keptForRevisions: Labels = { "evenkeel/keep": "revision" };

/** What every object of the stack carries, whoever in the stack it belongs to. */
export function stackLabels({ name }: KubernetesModel): Labels {
    return { "app.kubernetes.io/instance": name, "app.kubernetes.io/part-of": name, "app.kubernetes.io/managed-by": "evenkeel" };
}

/** The recommended labels, without the version. */
export function labelsOf(model: KubernetesModel, owner: Owner): Labels {
    return { ...selectorOf(model, owner), ...stackLabels(model) };
}

/** Only what never changes: a Deployment's selector cannot, and pods that it does not match any more would be left behind. */
export function selectorOf({ name }: KubernetesModel, owner: Owner): Labels {
    return { "app.kubernetes.io/name": owner.name, "app.kubernetes.io/instance": name, "app.kubernetes.io/component": owner.component };
}

/** For Deployments and their pods alone: changes with every new image. */
export function versionLabel(image: string): Labels {
    const version = tagOf(image);
    return version === undefined ? {} : { "app.kubernetes.io/version": version };
}

/** undefined: an image without a tag, or with one that no label can have for a value. */
function tagOf(image: string): string | undefined {
    const tag = /^[^@]*:([^/:@]+)(@|$)/.exec(image)?.[1];
    return tag !== undefined && /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/.test(tag) ? tag : undefined;
}
