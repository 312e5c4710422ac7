import { stringify } from "yaml";
import type { Draft } from "../proxy/seal";

/** Where the monitoring containers find what a release has below `monitoring/`. */
export const mountedAt = "/etc/evenkeel-monitoring";

/** @param path below `monitoring/`. */
export function yamlFile(path: string, heading: string, value: unknown): Draft {
    return { path: `monitoring/${path}`, executable: false, content: yamlText(heading, value) };
}

export function yamlText(heading: string, value: unknown): string {
    return `# ${heading}\n${stringify(value, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

/** JSON has no comments, and so no line that says that it is managed. */
export function jsonFile(path: string, value: unknown): Draft {
    return { path: `monitoring/${path}`, executable: false, content: `${JSON.stringify(value, null, 2)}\n`, unmarked: true };
}
