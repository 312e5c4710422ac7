import type { TargetKind, Type } from "../type";

/**
 * A value that is a list on a host and a number where the instances are started for the user. Without a known target
 * a number is read as a number and anything else as a list.
 */
export function listOrCount<T>(list: Type<T>, count: Type<number>): Type<T | number> {
    const on: Readonly<Record<TargetKind, Type<T | number>>> = { host: list, docker: count, kubernetes: count };
    return {
        allowed: `on host ${list.allowed}; on docker and kubernetes ${count.allowed}`,
        allowedOn: (target) => on[target].allowed,
        schema: { anyOf: [count.schema, list.schema] },
        parts: list.parts,
        read: (raw, at) => (at.target === undefined ? like(raw, list, count) : on[at.target]).read(raw, at),
    };
}

function like<T>(raw: unknown, list: Type<T>, count: Type<number>): Type<T | number> {
    return typeof raw === "number" ? count : list;
}
