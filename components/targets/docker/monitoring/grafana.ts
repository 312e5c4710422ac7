import { mountedAt } from "../../../monitoring/document";
import { overviewFile } from "../../../monitoring/grafana/dashboards";
import { containerPorts } from "../../../monitoring/jobs";
import type { MeasuredModel } from "../../../monitoring/measured";
import type { MonitoringContainer } from "./containers";
import { release } from "./ground";

const passwordFile = "/run/secrets/grafana-password";
const database = "/var/lib/grafana/grafana.db";

/**
 * Grafana reads the password when it makes its database, and never again: where the database is older than the password,
 * as after `down` and `up`, it is told before it starts.
 */
const start = [
    `if [ -e ${database} ]; then`,
    `    grafana cli --homepath /usr/share/grafana admin reset-admin-password --password-from-stdin <${passwordFile} || exit 1`,
    "fi",
    "exec /run.sh",
].join("\n");

const settings: Readonly<Record<string, string>> = {
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: "false",
    GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
    GF_ANALYTICS_FEEDBACK_LINKS_ENABLED: "false",
    GF_ANALYTICS_REPORTING_ENABLED: "false",
    GF_AUTH_ANONYMOUS_ENABLED: "false",
    GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: `${mountedAt}/grafana/dashboards/${overviewFile}`,
    GF_LOG_MODE: "console",
    GF_NEWS_NEWS_FEED_ENABLED: "false",
    GF_PATHS_DATA: "/var/lib/grafana",
    GF_PATHS_PROVISIONING: `${mountedAt}/grafana/provisioning`,
    GF_SECURITY_ADMIN_PASSWORD__FILE: passwordFile,
    GF_SECURITY_DISABLE_GRAVATAR: "true",
    GF_USERS_ALLOW_SIGN_UP: "false",
};

/** Not read-only: the engine takes no uploads into a container that is. Its account can write nowhere but in its volume. */
export function grafana({ target: { pages } }: MeasuredModel): MonitoringContainer {
    return {
        part: "grafana",
        image: "grafana",
        reload: null,
        entrypoint: ["/bin/sh", "-c", start],
        command: [],
        envs: Object.entries(settings).map(([name, value]) => `${name}=${value}`),
        user: "472:0",
        networks: ["monitoring"],
        mounts: [release, { volume: "grafana", path: "/var/lib/grafana", readOnly: false }],
        port: containerPorts.grafana,
        published: pages.ports.grafana,
        healthPath: "/api/health",
        memory: 512,
        readOnly: false,
        secretFiles: [{ path: passwordFile, secret: "grafanaPassword" }],
    };
}
