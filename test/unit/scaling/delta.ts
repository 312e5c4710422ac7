import { diffLines } from "diff";
import { readBundle } from "../../../policy/deployed/bundle";
import { unknown, type Prop, type Registered } from "../../../policy/deployed/registered";

/**
 * What a preview of `after` has to show where `before` is deployed: resources by their URNs, and of those that stay the
 * lines that differ. Hashes of files and generations stand as `#`.
 */
export function delta(before: readonly Registered[], after: readonly Registered[]): string[] {
    const [old, now] = [byUrn(before), byUrn(after)];
    return [
        ...before.filter(({ urn }) => !now.has(urn)).map(({ name }) => `- ${hashed(name)}`),
        ...after.flatMap(resource => {
            const earlier = old.get(resource.urn);
            return earlier === undefined ? [`+ ${hashed(resource.name)}`] : changesIn(earlier, resource);
        }),
    ];
}

function byUrn(resources: readonly Registered[]): ReadonlyMap<string, Registered> {
    return new Map(resources.map(resource => [resource.urn, resource]));
}

function changesIn(before: Registered, after: Registered): string[] {
    const lines = [...new Set([...Object.keys(before.props), ...Object.keys(after.props)])].flatMap(key => propertyChanges(key, before.props[key], after.props[key]));
    const options = before.protect !== after.protect || before.retainOnDelete !== after.retainOnDelete ? ["options"] : [];
    return [...lines, ...options].map(line => `~ ${hashed(after.name)} ${line}`);
}

function propertyChanges(key: string, before: Prop | undefined, after: Prop | undefined): string[] {
    const [old, now] = [shown(before), shown(after)];
    if (old === now) {
        return [];
    }
    const files = typeof before === "string" && typeof after === "string" ? [readBundle(before)?.files, readBundle(after)?.files] : [];
    const [oldFiles, newFiles] = files;
    if (oldFiles === undefined || newFiles === undefined) {
        return linesOf(key, old, now);
    }
    return [...new Set([...oldFiles.keys(), ...newFiles.keys()])].flatMap(path => linesOf(path, oldFiles.get(path) ?? "", newFiles.get(path) ?? ""));
}

/** Lines that differ in nothing but a hash are no news: the hash of a release is in many places. */
function linesOf(place: string, before: string, after: string): string[] {
    return diffLines(hashed(before), hashed(after)).flatMap(({ added, removed, value }) =>
        added || removed ? value.split("\n").filter(line => line.trim() !== "").map(line => `${place} ${added ? "+" : "-"} ${line.trim()}`) : [],
    );
}

function hashed(text: string): string {
    return text.replace(/\b[0-9a-f]{64}\b/g, "#").replace(/-[0-9a-f]{8}$/gm, "-#");
}

function shown(value: Prop | undefined): string {
    return typeof value === "string" ? value : JSON.stringify(value, (_, inner: unknown) => (inner === unknown ? "unknown" : inner), 1);
}
