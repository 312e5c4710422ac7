import { isDockerModel, isKubernetesModel, type Model } from "../../components/config/model";
import { clusterCommands, clusterLines } from "./on-cluster";
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
        ...(isKubernetesModel(stack.model) ? clusterLines(stack.model, text("address")) : []),
        `Release: ${text("release")}`,
        ...pages(stack.model, argument),
        "",
        "Try next:",
        // Not /health: below a route of / that is the load balancer's own.
        `  ${curl} -i ${url}${route}/      # again and again: X-Served-By names another instance`,
        `  ${text("healthUrl").startsWith("https:") ? curl : "curl"} ${text("healthUrl")}`,
        ...(isKubernetesModel(stack.model) ? clusterCommands(stack.model) : []).map(command => `  ${command}`),
        `  edit ${stack.file}, then: npm run preview${argument === "" ? " --" : argument} --diff`,
        `  npm run down${argument}`,
    ].join("\n");
}

/** Where the monitoring is looked at, on the machine whose ports they are. */
function pages(model: Model, argument: string): string[] {
    if (!isDockerModel(model) || model.monitoring === null) {
        return [];
    }
    const { listen, ports } = model.target.pages;
    const page = (port: number): string => `http://${listen.includes(":") ? `[${listen}]` : listen}:${String(port)}/`;
    return [
        `Grafana: ${page(ports.grafana)}  (admin; password: npm run -s outputs${argument} --show-secrets)`,
        `Prometheus, Alertmanager: ${page(ports.prometheus)} ${page(ports.alertmanager)}`,
    ];
}
