import { unknown as unknownProp, type Prop, type Props, type Registered } from "../../policy/deployed/registered";
import type { Goal } from "./goal";
import type { ResourceState } from "./resource-state";
import { isList, isMap, Secret, Unknown, type Value, type ValueMap } from "./values";

/** A resource of a state, as it was registered when it was last changed. */
export function registeredState(state: ResourceState): Registered {
    return registered(state, state.urn.slice(state.urn.lastIndexOf("::") + 2));
}

/** What policies are given of a resource: its inputs, with secrets opened and named. */
export function registered(resource: Goal | ResourceState, name: string): Registered {
    const { type, urn, inputs, parent, protect = false, retainOnDelete = false, propertyDependencies } = resource;
    const secrets: string[] = [];
    return { type, name, urn, props: openMap(inputs, "", secrets), parent, protect, retainOnDelete, propertyDependencies, secrets };
}

function openMap(map: ValueMap, path: string, secrets: string[]): Props {
    const prefix = path === "" ? "" : `${path}.`;
    return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, open(value, prefix + key, secrets)]));
}

function open(value: Value, path: string, secrets: string[]): Prop {
    if (value instanceof Secret) {
        secrets.push(path);
        return open(value.value, path, secrets);
    }
    if (value instanceof Unknown) {
        return unknownProp;
    }
    if (isList(value)) {
        return value.map((item, index) => open(item, `${path}[${String(index)}]`, secrets));
    }
    return isMap(value) ? openMap(value, path, secrets) : value;
}
