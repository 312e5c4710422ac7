import type { CheckedStack } from "./read-stack";

/** What `up` ends with: where the load balancer answers, and what to try next. */
export function farewell(stack: CheckedStack, outputs: Readonly<Record<string, unknown>>): string {
    const text = (name: string): string => {
        const value = outputs[name];
        return typeof value === "string" ? value : "";
    };
    const url = text("url").replace(/\/$/, "");
    const curl = stack.model.tls.mode === "self-signed" ? "curl -k" : "curl";
    const route = stack.model.services[0]?.routes[0]?.path.replace(/^\/$/, "") ?? "";
    const argument = stack.argument === "dev" ? "" : ` -- ${stack.argument}`;
    return [
        "",
        `Up:      ${url}/`,
        `Health:  ${text("healthUrl")}`,
        `Release: ${text("release")}`,
        "",
        "Try next:",
        `  ${curl} ${url}${route}/health      # again and again: another instance answers`,
        `  ${text("healthUrl").startsWith("https:") ? curl : "curl"} ${text("healthUrl")}`,
        `  edit ${stack.file}, then: npm run preview${argument === "" ? " --" : argument} --diff`,
        `  npm run down${argument}`,
    ].join("\n");
}
