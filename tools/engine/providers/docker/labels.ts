import { isList, isMap, type Value, type ValueMap } from "../../values";
import { text } from "../provider";
import type { Fields } from "./schema";

/** Labels are a set of pairs in the provider and a map in Docker. */
export const labelFields: Fields = { label: { shape: "text", required: true }, value: { shape: "text", required: true } };

export function labelsOf(inputs: ValueMap): Record<string, string> {
    return Object.fromEntries(itemsOf(inputs["labels"]).map(({ label, value }) => [text(label), text(value)]));
}

/** Sorted by name, as a set has no order of its own. */
export function labelPairs(labels: Readonly<Record<string, string>> | null | undefined): ValueMap[] {
    return Object.entries(labels ?? {})
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([label, value]) => ({ label, value }));
}

/** Whether every label is there; others may be too. */
export function hasLabels(labels: Readonly<Record<string, string>> | null | undefined, inputs: ValueMap): boolean {
    return Object.entries(labelsOf(inputs)).every(([name, value]) => labels?.[name] === value);
}

/** The items of a list that check has made sure is one of objects. */
export function itemsOf(value: Value | undefined): readonly ValueMap[] {
    return isList(value) ? value.filter(isMap) : [];
}

/** The texts of a list that check has made sure is one of texts. */
export function textsOf(value: Value | undefined): string[] {
    return isList(value) ? value.map(text) : [];
}

/** A set of texts that check has made sure is one. */
export function mapOf(value: Value | undefined): Record<string, string> {
    return isMap(value) ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, text(item)])) : {};
}
