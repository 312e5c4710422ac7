import type { Presence, Setting } from "../setting";
import { settings } from "../settings/stack";
import { catalog, type CatalogEntry } from "./catalog";
import { afterword, introduction } from "./prose";

/** Where settings stand first that services have as well. */
const sharedBlocks = ["defaults", "kubernetes"];

/** The reference page of all settings, in Markdown. */
export function settingsPage(): string {
    const entries = catalog(settings);
    const blocks = Object.keys(settings).filter((key) => settingOf(entries, key)?.presence.kind !== "later");
    const [single, maps] = [blocks.filter((key) => isSingle(entries, key)), blocks.filter((key) => !isSingle(entries, key))];
    return [
        introduction,
        table(entries.filter(({ path }) => single.includes(path))),
        ...maps.map((key) => section(key, entries)),
        notYet(entries),
        formerNames(entries),
        afterword,
    ].join("\n\n");
}

function section(key: string, entries: readonly CatalogEntry[]): string {
    const inside = entries.filter(({ path }) => path.startsWith(`${key}.`) || path.startsWith(`${key}[`));
    const own = inside.filter(({ repeated, setting }) => !repeated && setting.presence.kind !== "later");
    const shared = key === "services" ? ["A service, and each of its routes where it makes sense there, also takes every setting of [defaults](#defaults)."] : [];
    return [`## ${key}`, settingOf(entries, key)?.doc ?? "", ...shared, table(own)].join("\n\n");
}

function table(entries: readonly CatalogEntry[]): string {
    const rows = entries.map(({ path, setting }) => [`\`${path}\``, allowedText(setting), defaultText(path, setting.presence), appliesTo(setting), docText(setting)]);
    return markdownTable(["Setting", "Allowed", "Default", "For", "Meaning"], rows);
}

function notYet(entries: readonly CatalogEntry[]): string {
    const rows = entries.flatMap(({ path, setting: { doc, presence } }) => (presence.kind === "later" ? [[`\`${path}\``, doc, presence.fix]] : []));
    return `## Not in this version\n\nThese keys are refused, never ignored.\n\n${markdownTable(["Key", "Meaning", "Until then"], rows)}`;
}

function formerNames(entries: readonly CatalogEntry[]): string {
    const rows = entries.flatMap(({ path, setting: { formerly }, repeated }) =>
        formerly === undefined || repeated ? [] : [[`\`${formerly.name}=${formerly.value}\``, `\`${path}: ${formerly.now}\``]],
    );
    return `## From environment variables\n\nWhat an \`.env\` file used to set, and the setting that replaces it.\n\n${markdownTable(["Before", "Now"], rows)}`;
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
    return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.map(cell).join(" | ")} |`).join("\n");
}

function cell(text: string): string {
    return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

function allowedText({ type }: Setting<unknown>): string {
    return type.allowed.startsWith("a map with the keys") ? "a map" : type.allowed;
}

function defaultText(path: string, presence: Presence): string {
    switch (presence.kind) {
        case "required":
            return "**required**";
        case "optional":
            return presence.then;
        case "default":
            return valueText(presence.value);
        case "inherited":
            return sharedBlocks.some((block) => path.startsWith(`${block}.`)) ? valueText(presence.value) : "the service's";
        case "later":
            return "";
    }
}

function valueText(value: unknown): string {
    if (typeof value === "object" && value !== null) {
        return Object.keys(value).length === 0 ? (Array.isArray(value) ? "none" : "") : `\`${flow(value)}\``;
    }
    return `\`${String(value)}\``;
}

/** A value as YAML has it on one line. */
function flow(value: unknown): string {
    if (Array.isArray(value)) {
        return `[${value.map(flow).join(", ")}]`;
    }
    if (typeof value === "object" && value !== null) {
        return `{${Object.entries(value).map(([key, inner]) => `${key}: ${flow(inner)}`).join(", ")}}`;
    }
    return typeof value === "string" && value.startsWith(":") ? JSON.stringify(value) : String(value);
}

function appliesTo({ targets, proxies }: Setting<unknown>): string {
    const limits = [...(targets ?? []), ...(proxies ?? [])];
    return limits.length === 0 ? "all" : limits.join(", ");
}

function docText({ doc, link }: Setting<unknown>): string {
    return link === undefined ? doc : `${doc} [More](${link})`;
}

function settingOf(entries: readonly CatalogEntry[], path: string): Setting<unknown> | undefined {
    return entries.find((entry) => entry.path === path)?.setting;
}

function isSingle(entries: readonly CatalogEntry[], key: string): boolean {
    return entries.every(({ path }) => !path.startsWith(`${key}.`) && !path.startsWith(`${key}[`));
}
