/** `urn:pulumi:<stack>::<project>::<parent type>$<type>::<name>`: the name that a resource keeps for life. */
export type Urn = string;

export const stackType = "pulumi:pulumi:Stack";

export interface UrnParts {
    readonly stack: string;
    readonly project: string;
    readonly type: string;
    readonly name: string;
    readonly parent: Urn | undefined;
}

export function makeUrn({ stack, project, type, name, parent }: UrnParts): Urn {
    const above = parent === undefined ? stackType : qualifiedType(parent);
    const path = above === stackType ? type : `${above}$${type}`;
    return `urn:pulumi:${stack}::${project}::${path}::${name}`;
}

function qualifiedType(urn: Urn): string {
    return urn.split("::")[2] ?? "";
}

export function typeOf(urn: Urn): string {
    return qualifiedType(urn).split("$").at(-1) ?? "";
}

/** Whether a type is that of a provider, which configures the resources of its package. */
export function isProvider(type: string): boolean {
    return type.startsWith("pulumi:providers:");
}

/** The URN in a reference to a provider, `<urn>::<id>`. */
export function urnOfReference(reference: string): Urn {
    return reference.slice(0, reference.lastIndexOf("::"));
}

/** The part after the third `::`; a name may hold `::` itself. */
export function nameOf(urn: Urn): string {
    return urn.split("::").slice(3).join("::");
}
