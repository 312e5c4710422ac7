import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { agentScripts } from "../../../components/targets/docker/scripts";
import { monitoringContainers } from "../../../components/targets/docker/monitoring/containers";
import { readStackFile } from "../../../components/config/stack-file";
import { isDockerModel, type DockerModel } from "../../../components/config/model";
import { validate } from "../../../components/config/validate";

const written = readdirSync("docs", { recursive: true, encoding: "utf8" }).filter(file => file.endsWith(".md")).map(file => join("docs", file));
const settings = readFileSync("docs/settings.md", "utf8");
const parts = ["proxy", "agent", ...monitoringContainers(example()).map(({ part }) => part)];

/** Of a container, by which its instances, and whatever else has a name of the user's, are meant. */
const placeholders = ["EXPORTER", "SLOT", "SERVICE", "app"];

function example(): DockerModel {
    const file = readStackFile(readFileSync("examples/healthai-docker.yaml", "utf8"));
    const result = "raw" in file ? validate(file.raw) : file;
    if ("problems" in result || !isDockerModel(result.model)) {
        throw new Error("the Docker example is no Docker stack");
    }
    return result.model;
}

function found(text: string, pattern: RegExp): string[] {
    return [...text.matchAll(pattern)].map(([, word = ""]) => word);
}

describe.each(["README.md", ...written])("%s", document => {
    const text = readFileSync(document, "utf8");

    it("names containers that a stack has", () => {
        const named = found(text, /docker (?:exec|logs|restart|start|stop|inspect|kill)[^\n`|]*? NAME-([A-Za-z]+(?:-exporter)?)/g);
        expect(named.filter(part => ![...parts, ...placeholders].includes(part))).toEqual([]);
    });

    it("names scripts that the agent has", () => {
        const named = found(text, /\/evenkeel\/(scripts\/[\w/.-]+\.sh)/g);
        expect(named.filter(path => !agentScripts.some(script => script.path === path))).toEqual([]);
    });

    it("names questions that the proxy answers", () => {
        const answered = readdirSync("nginx-templates").map(file => readFileSync(join("nginx-templates", file), "utf8")).join("\n");
        const asked = found(text, /\/-\/evenkeel\/([a-z]+)/g);
        expect(asked.filter(question => !answered.includes(`/-/evenkeel/${question}`))).toEqual([]);
    });

    it("names settings that there are", () => {
        const named = found(text, /`((?:site|tls|defaults|services|nginx|host|docker|monitoring|health|failover|retries|timeouts|resources|metrics|alerts)(?:\.[A-Za-z*]+(?:\[\])?)+)(?::[^`]*)?`/g);
        const full = named.map(asInTables);
        expect(full.filter(name => name !== "nginx.conf" && !isSetting(name))).toEqual([]);
    });
});

/** With `*` for a service's name; without the names of the user's own that the settings end in. */
function asInTables(name: string): string {
    return name.replace(/\.\*$/, "").replace(/^services\.\w+$/, "services").replace(/^services\.\w+\.secrets\..*/, "services.*.secrets").replace(/^services\.\w+\./, "services.*.");
}

/** Policies stand in the tables once, among the defaults; a page about one block leaves its name out. */
function isSetting(name: string): boolean {
    const spellings = [name, name.replace(/^services\.\*\./, "defaults."), ...["defaults", "services.*", "monitoring"].map(block => `${block}.${name}`)];
    return spellings.some(spelling => settings.includes(`\`${spelling}\``) || settings.includes(`\n## ${spelling}\n`));
}
