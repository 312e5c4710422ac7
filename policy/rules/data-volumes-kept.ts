import type { Rule } from "../rule";
import { byEnvironment } from "./by-environment";

export const dataVolumesKept: Rule = {
    name: "data-volumes-kept",
    title: "Data outlives the stack",
    severity: "critical",
    why: "Otherwise `npm run down`, or taking a service out of the stack file, deletes whatever its volumes hold. No `up` brings that back.",
    fix: "Leave the volumes of services and of the monitoring as the stack makes them, retained or protected; delete one by hand once its data is needed no more (docs/volumes.md).",
    levels: byEnvironment("advisory", "mandatory", "mandatory"),
    figures: {},
    check: ({ volumes }) =>
        volumes
            .filter(({ data, protect, retainOnDelete }) => data && !protect && retainOnDelete === false)
            .map(({ urn, where, name }) => ({ urn, where, found: `${name}, which is deleted with the stack`, allowed: "retainOnDelete or protect" })),
};
