import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";

const folder = join(__dirname, "../../../shared/seeds");

/** What a seed says, by kind, each element in the seed's own words. */
export type Elements = Readonly<Record<string, readonly string[]>>;

/** A seed's text; undefined where the seeds are not beside the project. */
export function seed(number: "000" | "004"): string | undefined {
    const file = existsSync(folder) ? readdirSync(folder).find(name => name.startsWith(number)) : undefined;
    return file === undefined ? undefined : readFileSync(join(folder, file), "utf8");
}

/** "Load Balancing Configuration (task 3.5)". */
export function elementsOfTask(text: string): Elements {
    const section = (from: string, to: string): string => between(text, from, to);
    return {
        variables: matches(section("Environment Variables", "Configuration Files"), /^([A-Z_]+=\S+)$/gm),
        files: matches(section("Configuration Files", "External Resources"), /^(\/\S+) - /gm),
        resources: matches(section("External Resources", "## Sub-Tasks"), /^- (.+)$/gm),
        prerequisites: matches(section("## Prerequisites", "Conditional"), /^- (.+)$/gm),
        nextTasks: matches(section("**Next Tasks:**", "**Parallel"), /^- (.+)$/gm),
        handedOver: matches(section("Notification Requirements", "## Notes"), /^- \[ \] (Communicate .+)$/gm),
        subTasks: matches(section("## Sub-Tasks", "## Success"), /^\| (3\.5\.\d) /gm),
        criteria: matches(section("Primary Objectives", "Validation Commands"), /^- \[ \] (.+)$/gm),
        validation: commandLines(section("Validation Commands", "Expected Outputs")),
        outputs: matches(section("Expected Outputs", "## Risk"), /^# (.+)$/gm),
        risks: matches(section("| Risk |", "## Rollback"), /^\| ([A-Z][^|]+?) \| (?:Low|Medium)/gm),
        rollback: [...matches(section("If Task Fails", "Rollback Validation"), /^\d\. (.+):$/gm), ...commandLines(section("If Task Fails", "## Task Execution"))],
        troubleshooting: matches(section("| Issue |", "Debug Commands"), /^\| (?!Issue)([A-Z].+) \|$/gm).flatMap(row => row.split(" | ")),
        debugging: commandLines(section("Debug Commands", "## Post-Completion")),
        features: matches(section("Key load balancing features", "---"), /^- \*\*(.+?)\*\*/gm),
    };
}

/** "HealthAI RAG load balancing". */
export function elementsOfApplication(text: string): Elements {
    const nginx = block(text, "nginx");
    const haproxy = block(text, "haproxy");
    const [compose = "", manifests = "", prometheus = ""] = blocks(text, "yaml");
    return {
        overview: matches(between(text, "includes:", "## NGINX"), /^- (.+)$/gm).map(plain),
        nginxBlocks: matches(nginx, /^\s*([a-z][^;#{}]*?) \{$/gm),
        nginxDirectives: matches(nginx, /^\s*([a-z][^{}\n]*);$/gm),
        haproxySections: matches(haproxy, /^([a-z].*)$/gm),
        haproxyDirectives: matches(haproxy, /^ +([a-z].*)$/gm),
        compose: [...matches(compose.split("\nnetworks:")[0] ?? "", /^ {2}([\w-]+):$/gm), ...leaves(compose)],
        kubernetes: leaves(manifests),
        prometheus: leaves(prometheus),
        endpoints: matches(between(text, "health endpoints that", "### Health Check Conf"), /^- `(.+?)`/gm),
        scripts: matches(text, /^# ([\w-]+\.sh)$|\(`([\w-]+\.sh)`\)$/gm),
        scriptLines: blocks(text, "bash").flatMap(commandLines),
        considerations: matches(between(text, "## Security Considerations", "This configuration provides"), /^\d\. \*\*(.+?)\*\*/gm),
    };
}

const commandStart = /^(?:if curl |if docker |sudo |curl |for |ab |openssl |docker|location |sleep |access_log |return |add_header |INSTANCES=)/;

function commandLines(text: string): readonly string[] {
    const lines = text.split("\n").map(line => line.trim()).filter(line => commandStart.test(line) && !line.includes("<<"));
    return distinct(lines.map(line => line.replace(/^if |; (then|do)$| \|\| exit 1$/g, "")));
}

/** `key: value` of everything that a document says; of a list's items by the list's key. */
function leaves(yaml: string): readonly string[] {
    return distinct(parseAllDocuments(yaml).flatMap(document => leavesOf("", document.toJS())));
}

function leavesOf(key: string, value: unknown): readonly string[] {
    if (Array.isArray(value)) {
        return value.every(item => typeof item !== "object") && key === "test" ? [`test: ${value.join(" ")}`] : value.flatMap(item => leavesOf(key, item));
    }
    if (typeof value === "object" && value !== null) {
        return Object.entries(value).flatMap(([inner, found]) => leavesOf(inner, found));
    }
    return [value === null ? key : `${key}: ${String(value)}`];
}

function block(text: string, language: string): string {
    return blocks(text, language)[0] ?? "";
}

function blocks(text: string, language: string): readonly string[] {
    return [...text.matchAll(new RegExp("```" + language + "\\n([\\s\\S]*?)```", "g"))].map(([, content = ""]) => content);
}

function between(text: string, from: string, to: string): string {
    const start = text.indexOf(from);
    const end = text.indexOf(to, start + from.length);
    if (start === -1 || end === -1) {
        throw new Error(`The seed has no part from "${from}" to "${to}".`);
    }
    return text.slice(start, end);
}

function matches(text: string, pattern: RegExp): readonly string[] {
    return distinct([...text.matchAll(pattern)].map(([, first, second]) => (first ?? second ?? "").trim()));
}

function plain(markdown: string): string {
    return markdown.replaceAll("**", "");
}

function distinct(texts: readonly string[]): readonly string[] {
    return [...new Set(texts)];
}
