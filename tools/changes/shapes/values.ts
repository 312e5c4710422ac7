import type { Bytes, Milliseconds, PerSecond } from "../../../components/config/model";
import type { Variable } from "../../../components/config/model-containers";
import { change, type Change, type Place } from "../change";
import { paired } from "../collections";
import * as format from "../formats";
import { looksSecret, masked, maskedUrl } from "../secrecy";
import { below, leaf, type Shape } from "../shape";

export const text: Shape<string> = leaf(format.text);
export const number: Shape<number> = leaf(format.number);
export const yesOrNo: Shape<boolean> = leaf(format.yesOrNo);
export const duration: Shape<Milliseconds> = leaf(format.duration);
export const size: Shape<Bytes> = leaf(format.size);
export const rate: Shape<PerSecond> = leaf(format.rate);
export const percent: Shape<number> = leaf(format.percent);
export const numberOrAuto: Shape<number | "auto"> = leaf(String);
/** An address that lets whoever has it post to it. */
export const secretUrl: Shape<string> = leaf(maskedUrl);

/** One of a few words. */
export function choice<T extends string>(): Shape<T> {
    return leaf<T>(value => value);
}

/** Names with values, of which those that look like secrets are not shown. */
export const variables: Shape<readonly Variable[]> = {
    show: items => (items.length === 0 ? "none" : format.list(items.map(item => `${item.name}=${shown(item)}`))),
    changes: (before, after, at) =>
        paired(before, after, at, {
            name: ({ name }) => name,
            come: item => [told(item.name, `set to ${shown(item)}`, at)],
            go: ({ name }) => [told(name, "removed", at)],
            both: (old, item) => (old.value === item.value ? [] : [told(item.name, difference(old, item), at)]),
        }),
};

function told(name: string, text: string, at: Place): Change {
    return change(at, `${below(at, name).path} ${text}`);
}

function difference(before: Variable, after: Variable): string {
    const [from, to] = [shown(before), shown(after)];
    return from === to ? `is another one${from === masked ? ` ${masked}` : ""}` : `${from} to ${to}`;
}

function shown({ name, value }: Variable): string {
    return looksSecret(name, value) ? masked : value === "" ? '""' : format.text(value);
}
