import type { PolicyResource } from "@pulumi/policy";
import * as proxy from "@pulumi/policy/proxy";
import { unknown as unknownProp, type Prop, type Props, type Registered } from "./registered";

/** The package tells nobody of these, and gives its resources no other way to be read while some of their values are unknown. */
declare module "@pulumi/policy/proxy" {
    const getSpecialProxyTarget: string;
    const unknownArchiveValue: string;
    const unknownArrayValue: string;
    const unknownAssetValue: string;
    const unknownBooleanValue: string;
    const unknownNumberValue: string;
    const unknownObjectValue: string;
    const unknownStringValue: string;
}

const unknownValues: ReadonlySet<unknown> = new Set([
    proxy.unknownArchiveValue,
    proxy.unknownArrayValue,
    proxy.unknownAssetValue,
    proxy.unknownBooleanValue,
    proxy.unknownNumberValue,
    proxy.unknownObjectValue,
    proxy.unknownStringValue,
]);

/** Resources as the CLI hands them to a policy pack: before an `up` with what the program asks for, after it with what has become of it. */
export function fromAnalyzer(resources: readonly PolicyResource[]): readonly Registered[] {
    return resources.map(({ type, urn, props, opts, parent, propertyDependencies }) => ({
        type,
        name: urn.slice(urn.lastIndexOf("::") + 2),
        urn,
        props: propsOf(target(props)),
        parent: parent?.urn,
        protect: opts.protect,
        retainOnDelete: undefined,
        propertyDependencies: Object.fromEntries(Object.entries(propertyDependencies).map(([key, from]) => [key, from.map(resource => resource.urn)])),
        secrets: undefined,
    }));
}

/** What the program asks for, as a policy that looks at single resources is handed it. */
export function inputsFromAnalyzer(props: Readonly<Record<string, unknown>>): Props {
    return propsOf(target(props));
}

/** What stands behind the proxy, which throws where a value is unknown. */
function target(props: Readonly<Record<string, unknown>>): object {
    const behind = props[proxy.getSpecialProxyTarget];
    return typeof behind === "object" && behind !== null ? behind : props;
}

function propsOf(values: object): Props {
    return Object.fromEntries(Object.entries(values).map(([key, value]: [string, unknown]) => [key, propOf(value)]));
}

function propOf(value: unknown): Prop {
    if (unknownValues.has(value)) {
        return unknownProp;
    }
    if (Array.isArray(value)) {
        return value.map(propOf);
    }
    if (typeof value === "object" && value !== null) {
        return propsOf(value);
    }
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}
