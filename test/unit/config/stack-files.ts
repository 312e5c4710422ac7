import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Model } from "../../../components/config/model";
import { formatProblems } from "../../../components/config/problem";
import { readStackFile } from "../../../components/config/stack-file";
import { validate, type RawConfig } from "../../../components/config/validate";

export const project = join(__dirname, "..", "..", "..");
export const fixtures = join(project, "test", "fixtures");

/** Names of the YAML files in a folder. */
export function yamlFiles(folder: string): string[] {
    return readdirSync(folder).filter((name) => name.endsWith(".yaml")).sort();
}

/** Every stack file that comes with the product, those of tomorrow among them; relative to it. */
export const shippedStacks: readonly string[] = [
    ...yamlFiles(project).filter((name) => /^Pulumi\..+\.yaml$/.test(name)),
    ...yamlFiles(join(project, "examples")).map((name) => `examples/${name}`),
];

export function textOf(...path: readonly string[]): string {
    return readFileSync(join(...path), "utf8");
}

/** What a user reads about the text of a stack file; empty when nothing is wrong with it. */
export function complaintsAbout(text: string): string {
    const file = readStackFile(text);
    const result = "problems" in file ? file : validate(file.raw);
    return "problems" in result ? formatProblems(result.problems) : "";
}

/** The settings of a stack file that can be read. */
export function rawOf(text: string): RawConfig {
    const file = readStackFile(text);
    if ("problems" in file) {
        throw new Error(formatProblems(file.problems));
    }
    return file.raw;
}

/** The model of settings with nothing wrong. */
export function modelOf(raw: RawConfig): Model {
    const result = validate(raw);
    if ("problems" in result) {
        throw new Error(formatProblems(result.problems));
    }
    return result.model;
}

/** A stack with one service and the sandbox, with blocks of its own on top. */
export function stackWith(blocks: RawConfig = {}): RawConfig {
    return { services: { api: { routes: ["/"], instances: ["10.0.0.5:8000"] } }, host: { sandbox: true }, ...blocks };
}

/** A stack whose only service has these settings on top. */
export function serviceWith(settings: RawConfig, blocks: RawConfig = {}): RawConfig {
    return stackWith({ services: { api: { routes: ["/"], instances: ["10.0.0.5:8000"], ...settings } }, ...blocks });
}
