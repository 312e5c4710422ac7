import { stringify } from "yaml";

/** Stands in the name of a Secret for the hash of its values, which only a deployment knows. */
export const unknownPrint = "unknown";

export function asYaml(manifest: object): string {
    return stringify(manifest, { lineWidth: 0, aliasDuplicateObjects: false });
}
