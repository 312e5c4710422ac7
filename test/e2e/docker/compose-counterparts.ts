import { expect } from "vitest";
import { instanceName, seconds, type Part } from "./compose-seen";

/** What a stack has in place of a row of a compose file. */
export interface Counterpart {
    /** Where it differs on purpose, what it is instead, and why. */
    readonly instead?: string;
    /** Expects it to be there. */
    readonly holds: (part: Part, value: string) => void | Promise<void>;
}

/** By the row's key, or by key and value where that one is special. The four application services are all `services.APP`. */
export const counterparts: Readonly<Record<string, Counterpart>> = {
    ...common("services.nginx"),
    ...common("services.APP"),
    ...common("services.prometheus"),
    ...common("services.grafana"),

    "services.nginx.image": runs("nginx:1.28.0", "pinned, with the tools that the scripts use"),
    "services.nginx.container_name": named("healthai-proxy", "called by what it does"),
    "services.nginx.ports": published("0.0.0.0"),
    "services.nginx.volumes: ./nginx/nginx.conf:/etc/nginx/nginx.conf:ro": {
        instead: "a read-only volume that the agent writes: a new release needs no new container",
        holds: async part => {
            part.mounts("/opt/healthai", "healthai-config", "ro");
            expect(await part.exec("cat", "/opt/healthai/conf/nginx.conf")).toContain("worker_processes");
            await expect(part.exec("touch", "/opt/healthai/conf/nginx.conf")).rejects.toThrow("Read-only file system");
        },
    },
    "services.nginx.volumes: ./nginx/ssl:/etc/nginx/ssl:ro": {
        instead: "in the same volume, the key for its owner alone",
        holds: async part => {
            part.mounts("/opt/healthai", "healthai-config", "ro");
            expect(await part.exec("sh", "-c", "stat -c '%a %n' /opt/healthai/certificates/*/*")).toMatch(/site\.crt\n600 .*site\.key/);
        },
    },
    "services.nginx.volumes: nginx_logs:/var/log/nginx": mounted("healthai-logs"),
    "services.nginx.depends_on": {
        instead: "the proxy is there first, and serves nobody until every instance has answered",
        holds: ({ printed }, value) => {
            const answered = printed.indexOf(`command:local:Command ${instanceName(value)} created`);
            expect(answered).toBeGreaterThan(0);
            expect(printed.indexOf("healthai-release: switching")).toBeGreaterThan(answered);
        },
    },
    "services.nginx.networks": networks("two: instances are not on the one with published ports", "healthai-back", "healthai-front"),

    "services.APP.build": runs("healthai-rag:1.0.0", "an image that is there; or `build`, below"),
    "services.APP.container_name": {
        instead: "with its generation: the next one is started beside it",
        holds: ({ container, service }) => {
            expect(container.Name).toMatch(new RegExp(`^/${instanceName(service)}-[0-9a-f]{8}$`));
        },
    },
    "services.APP.environment": environment(),
    "services.APP.environment: APP_INSTANCE=backup": {
        instead: "numbered: there may be more of them",
        holds: ({ container }) => {
            expect(container.Config.Env).toContain("APP_INSTANCE=backup-1");
        },
    },
    "services.APP.volumes: ./data:/app/data": mounted("healthai-app-data", "a named volume: on an engine elsewhere there is no folder"),
    "services.APP.volumes: ./backups:/app/backups": mounted("healthai-app-backups", "a named volume, too"),
    "services.APP.networks": networks("with its slot's name in it", "healthai-back"),
    "services.APP.healthcheck.test": {
        instead: "by a tool that is mounted: images without curl have none",
        holds: ({ container }, value) => {
            const url = value.split(" ").at(-1)?.replace("localhost", "127.0.0.1");
            expect(container.Config.Healthcheck?.Test).toEqual(["CMD", "/evenkeel/wget", "-q", "-O", "/dev/null", url]);
        },
    },
    "services.APP.healthcheck.interval: 30s": checked("Interval", 10 * seconds, "10s; what steers traffic asks every 2s"),
    "services.APP.healthcheck.timeout: 10s": checked("Timeout", 1 * seconds, "1s: as the example says"),
    "services.APP.healthcheck.retries: 3": checked("Retries", 2, "2: as `fall`"),
    "services.APP.healthcheck.start_period: 40s": checked("StartPeriod", 40 * seconds),

    "services.prometheus.image": runs("prom/prometheus:v3.9.1", "pinned"),
    "services.prometheus.container_name": named("healthai-prometheus"),
    "services.prometheus.ports": published("127.0.0.1", "on loopback: it asks for no password"),
    "services.prometheus.volumes: ./monitoring/prometheus.yml:/etc/prometheus/prometheus.yml:ro": released("prometheus/prometheus.yml", "scrape_configs"),
    "services.prometheus.volumes: prometheus_data:/prometheus": mounted("healthai-prometheus"),
    "services.prometheus.command: --config.file=/etc/prometheus/prometheus.yml": flag("--config.file=/etc/evenkeel-monitoring/prometheus/prometheus.yml", "where the release has it"),
    "services.prometheus.command: --storage.tsdb.path=/prometheus": flag("--storage.tsdb.path=/prometheus"),
    "services.prometheus.command: --web.console.libraries=/etc/prometheus/console_libraries": noFlag("--web.console.libraries"),
    "services.prometheus.command: --web.console.templates=/etc/prometheus/consoles": noFlag("--web.console.templates"),
    "services.prometheus.networks": networks("its own with the exporters, and the instances'", "healthai-back", "healthai-monitoring"),

    "services.grafana.image": runs("grafana/grafana:12.3.1", "pinned"),
    "services.grafana.container_name": named("healthai-grafana"),
    "services.grafana.ports": published("127.0.0.1", "on loopback"),
    "services.grafana.volumes: grafana_data:/var/lib/grafana": mounted("healthai-grafana"),
    "services.grafana.volumes: ./monitoring/grafana/dashboards:/etc/grafana/provisioning/dashboards": released("grafana/provisioning/dashboards/*", "/etc/evenkeel-monitoring/grafana/dashboards"),
    "services.grafana.volumes: ./monitoring/grafana/datasources:/etc/grafana/provisioning/datasources": released("grafana/provisioning/datasources/*", "http://prometheus:9090"),
    "services.grafana.environment: GF_SECURITY_ADMIN_PASSWORD=admin": {
        instead: "a password that is made for this stack, in a file",
        holds: async part => {
            expect(part.container.Config.Env).toContain("GF_SECURITY_ADMIN_PASSWORD__FILE=/run/secrets/grafana-password");
            expect(part.container.Config.Env.join("\n")).not.toContain("GF_SECURITY_ADMIN_PASSWORD=");
            expect(await part.exec("cat", "/run/secrets/grafana-password")).toMatch(/^[A-Za-z0-9_-]{24}$/);
        },
    },
    "services.grafana.networks": networks("with Prometheus, away from the instances", "healthai-monitoring"),

    "networks.healthai-network.driver": {
        instead: "three networks",
        holds: async ({ docker }, value) => {
            const found = await docker("network", "inspect", "--format", "{{.Driver}}", "healthai-front", "healthai-back", "healthai-monitoring");
            expect(found.trim().split("\n")).toEqual([value, value, value]);
        },
    },
    "volumes.nginx_logs": volume("healthai-logs"),
    "volumes.prometheus_data": volume("healthai-prometheus"),
    "volumes.grafana_data": volume("healthai-grafana"),
};

/** How a row is said in the table, where the application services differ in nothing but their names. */
export function counterpartOf(key: string, value: string): Counterpart | undefined {
    const general = key.replace(/^services\.healthai-app-\w+\./, "services.APP.");
    return counterparts[`${general}: ${value}`] ?? counterparts[general];
}

function common(service: string): Record<string, Counterpart> {
    return {
        [`${service}.restart: always`]: {
            instead: "unless-stopped: a generation that made room for the next one stays down",
            holds: ({ container }) => {
                expect(container.HostConfig.RestartPolicy.Name).toBe("unless-stopped");
            },
        },
    };
}

function runs(image: string, instead?: string): Counterpart {
    return counterpart(instead, async ({ container, docker }) => {
        expect(container.Image).toBe((await docker("image", "inspect", "--format", "{{.Id}}", image)).trim());
    });
}

function named(name: string, instead?: string): Counterpart {
    return counterpart(instead, ({ container }) => {
        expect(container.Name).toBe(`/${name}`);
    });
}

function published(address: string, instead?: string): Counterpart {
    return counterpart(instead, ({ container }, value) => {
        const [outside = "", inside = ""] = value.split(":");
        expect(container.HostConfig.PortBindings?.[`${inside}/tcp`]).toEqual([{ HostIp: address, HostPort: outside }]);
    });
}

function mounted(name: string, instead?: string): Counterpart {
    return counterpart(instead, (part, value) => {
        part.mounts(value.split(":")[1] ?? "", name, "rw");
    });
}

function released(path: string, content: string): Counterpart {
    return counterpart("in a read-only volume with the release's files", async part => {
        part.mounts("/etc/evenkeel-monitoring", "healthai-monitoring", "ro");
        expect(await part.exec("sh", "-c", `cat /etc/evenkeel-monitoring/${path}`)).toContain(content);
    });
}

function environment(): Counterpart {
    return counterpart(undefined, ({ container }, value) => {
        expect(container.Config.Env).toContain(value);
    });
}

function networks(instead: string, ...names: string[]): Counterpart {
    return counterpart(instead, ({ container }) => {
        expect(Object.keys(container.NetworkSettings.Networks).sort()).toEqual(names);
    });
}

function checked(field: "Interval" | "Timeout" | "Retries" | "StartPeriod", wanted: number, instead?: string): Counterpart {
    return counterpart(instead, ({ container }) => {
        expect(container.Config.Healthcheck?.[field]).toBe(wanted);
    });
}

function flag(wanted: string, instead?: string): Counterpart {
    return counterpart(instead, ({ container }) => {
        expect(container.Config.Cmd).toContain(wanted);
    });
}

function noFlag(name: string): Counterpart {
    return counterpart("left out: Grafana draws the pages", ({ container }) => {
        expect(container.Config.Cmd?.join("\n")).not.toContain(name);
    });
}

function volume(name: string): Counterpart {
    return counterpart(`called ${name}`, async ({ docker }) => {
        expect((await docker("volume", "inspect", "--format", "{{.Driver}}", name)).trim()).toBe("local");
    });
}

function counterpart(instead: string | undefined, holds: Counterpart["holds"]): Counterpart {
    return instead === undefined ? { holds } : { instead, holds };
}
