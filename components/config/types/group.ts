import { describe, isMap } from "../found";
import { keyPath } from "../path";
import { readGiven, type Setting, type Settings } from "../setting";
import { notAValue, refuse, type At, type JsonSchema, type Type } from "../type";
import { unknownKeyFix } from "./unknown-key";

/** What a map of settings reads: a field is undefined when a problem has been reported for it. */
export type GroupOf<S extends Settings> = { readonly [K in keyof S]: (S[K] extends Setting<infer T> ? T : never) | undefined };

/** A map with a fixed set of keys, one setting each. */
export function group<S extends Settings>(settings: S, allowed = groupAllowed(settings)): Type<GroupOf<S>> {
    return {
        allowed,
        schema: groupSchema(settings),
        parts: { kind: "keys", settings },
        read(raw, at) {
            const wrong = notAValue(raw) ?? (isMap(raw) ? undefined : { fix: mapFix(settings) });
            if (wrong !== undefined || !isMap(raw)) {
                return refuse(at, { found: describe(raw), allowed, fix: wrong?.fix ?? mapFix(settings) });
            }
            reportUnknown(raw, settings, at);
            return readFields(raw, settings, at);
        },
    };
}

/** Every setting of a group with the reader placed at it. */
function readFields<S extends Settings>(raw: Readonly<Record<string, unknown>>, settings: S, at: At): GroupOf<S> {
    const fields = Object.entries(settings).map(([key, setting]) => {
        const place: At = { ...at, path: keyPath(at.path, key) };
        return [key, Object.hasOwn(raw, key) ? readGiven(setting, raw[key], place) : setting.absent(place)];
    });
    return Object.fromEntries(fields) as GroupOf<S>;
}

function reportUnknown(raw: Readonly<Record<string, unknown>>, settings: Settings, at: At): void {
    for (const key of Object.keys(raw).filter((key) => !Object.hasOwn(settings, key))) {
        refuse({ ...at, path: keyPath(at.path, key) }, {
            found: "an unknown key",
            allowed: `one of ${known(settings).join(", ")}`,
            fix: unknownKeyFix(key, known(settings), settings, at),
        });
    }
}

function known(settings: Settings): string[] {
    return Object.keys(settings).filter((key) => settings[key]?.presence.kind !== "later");
}

function groupAllowed(settings: Settings): string {
    return `a map with the keys ${known(settings).join(", ")}`;
}

function mapFix(settings: Settings): string {
    return `Write a map, such as {${known(settings)[0] ?? ""}: ...}, or keys on indented lines.`;
}

function groupSchema(settings: Settings): JsonSchema {
    const here = known(settings).map((key) => [key, settingSchema(settings[key])]);
    const needed = Object.keys(settings).filter((key) => settings[key]?.presence.kind === "required");
    const required = needed.length === 0 ? {} : { required: needed };
    return { type: "object", additionalProperties: false, properties: Object.fromEntries(here), ...required };
}

function settingSchema(setting: Setting<unknown> | undefined): JsonSchema {
    return setting === undefined ? {} : { description: setting.doc, ...setting.type.schema };
}
