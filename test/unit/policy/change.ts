import type { Prop, Props, Registered } from "../../../policy/deployed/registered";

/** Something done to what a stack registers. */
export type Change = (resources: readonly Registered[]) => readonly Registered[];

export function all(...changes: readonly Change[]): Change {
    return resources => changes.reduce((changed, change) => change(changed), resources);
}

/**
 * Puts one text in another's place in the files of a release, wherever it stands there.
 *
 * @throws where it stands nowhere: a fixture that changes nothing proves nothing.
 */
export function inFiles(from: string | RegExp, to: string): Change {
    return resources => {
        const changed = resources.map(resource => ({ ...resource, props: mapTexts(resource.props, text => text.replace(allOf(from), () => to), isOfRelease) }));
        if (JSON.stringify(changed) === JSON.stringify(resources)) {
            throw new Error(`Nothing in the release reads ${String(from)}.`);
        }
        return changed;
    };
}

/** Puts a value in its place in the resources of a name; undefined takes away what is there. */
export function setting(name: string | RegExp, path: string, value: Prop | undefined): Change {
    return onOnes(name, resource => ({ ...resource, props: withValue(resource.props, keysOf(path), value) }));
}

/** Other options of the resources of a name. */
export function options(name: string | RegExp, given: Partial<Registered>): Change {
    return onOnes(name, resource => ({ ...resource, ...given }));
}

export function without(name: string | RegExp): Change {
    return resources => resources.filter(resource => !fits(name, resource));
}

/** One more resource, made from one that is there. */
export function copied(name: string | RegExp, copy: (resource: Registered) => Registered): Change {
    return resources => [...resources, ...found(name, resources).map(copy)];
}

function onOnes(name: string | RegExp, change: (resource: Registered) => Registered): Change {
    return resources => {
        const ones = found(name, resources);
        return resources.map(resource => (ones.includes(resource) ? change(resource) : resource));
    };
}

function found(name: string | RegExp, resources: readonly Registered[]): readonly Registered[] {
    const ones = resources.filter(resource => fits(name, resource));
    if (ones.length === 0) {
        throw new Error(`There is no resource ${String(name)}.`);
    }
    return ones;
}

function fits(name: string | RegExp, resource: Registered): boolean {
    return typeof name === "string" ? resource.name === name : name.test(resource.name);
}

function allOf(pattern: string | RegExp): RegExp {
    return typeof pattern === "string" ? new RegExp(pattern.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "g") : pattern;
}

function isOfRelease(path: string): boolean {
    return path === "stdin" || path.startsWith("data.");
}

function mapTexts(props: Props, change: (text: string) => string, applies: (path: string) => boolean): Props {
    const walk = (value: Prop, path: string): Prop => {
        if (typeof value === "string") {
            return applies(path) ? change(value) : value;
        }
        if (typeof value !== "object" || value === null) {
            return value;
        }
        return isList(value) ? value : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner, path === "" ? key : `${path}.${key}`)]));
    };
    return walk(props, "") as Props;
}

function isList(value: Prop): value is readonly Prop[] {
    return Array.isArray(value);
}

function keysOf(path: string): readonly string[] {
    return path.split(/[.[\]]+/).filter(key => key !== "");
}

function withValue(props: Props, [key, ...rest]: readonly string[], value: Prop | undefined): Props {
    if (key === undefined) {
        return props;
    }
    if (rest.length === 0) {
        return value === undefined ? Object.fromEntries(Object.entries(props).filter(([name]) => name !== key)) : { ...props, [key]: value };
    }
    const inner = props[key] ?? {};
    if (typeof inner !== "object" || inner === null) {
        throw new Error(`There is nothing inside of ${key}.`);
    }
    const changed = withValue(isList(inner) ? Object.fromEntries(inner.entries()) : inner, rest, value);
    return { ...props, [key]: isList(inner) ? Object.values(changed) : changed };
}
