import fc from "fast-check";
import { containerHealth, containerSettings, image } from "./containers";
import { day, durationText, hour, second } from "./values";

/** `evenkeel:docker`. The ports lie above those of the site. */
export const docker = fc.record(
    {
        host: fc.constantFrom("ssh://deploy@10.0.0.5", "ssh://docker-1.example.com:2222", "tcp://10.0.0.5:2375", "tcp://[fd00::5]:2376", "unix:///run/user/1000/docker.sock"),
        isolated: fc.boolean(),
        monitoring: fc.record({
            listen: fc.constantFrom("127.0.0.1", "0.0.0.0", "fd00::5"),
            ports: fc.record({ prometheus: port(0), alertmanager: port(1), grafana: port(2) }),
        }),
        updateTimeout: durationText(5 * second, hour, second),
        images: fc.record({ proxy: image, probe: image, prometheus: image, alertmanager: image, grafana: image, nginxExporter: image, nodeExporter: image, logExporter: image }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
);

/** `evenkeel:monitoring`. */
export const monitoring = fc.record(
    {
        enabled: fc.boolean(),
        retention: durationText(hour, 365 * day, second),
        interval: durationText(second, 300 * second, second),
        alerts: fc.record(
            {
                webhook: fc.constantFrom("https://alerts.example.com/hook?a=b&c=%20", "http://10.0.0.5:8080"),
                errorRatio: fc.constantFrom(0.0001, 0.05, 1),
                latency: durationText(10, hour),
                certificate: durationText(hour, 365 * day),
            },
            { requiredKeys: [] },
        ),
    },
    { requiredKeys: [] },
);

function port(group: number): fc.Arbitrary<number> {
    return fc.integer({ min: 20_001 + 10_000 * group, max: 30_000 + 10_000 * group });
}

/** A service of a host as one whose instances are started: its places become numbers. */
export function started(service: Readonly<Record<string, unknown>>): fc.Arbitrary<Record<string, unknown>> {
    const { instances, backup, ...rest } = service;
    const counts = { instances: lengthOf(instances), ...(backup === undefined ? {} : { backup: lengthOf(backup) }) };
    return fc.tuple(containerSettings, containerHealth, fc.integer({ min: 1, max: 65_535 })).map(([settings, health, containerPort]) => ({
        ...rest,
        ...settings,
        ...counts,
        port: containerPort,
        health: { ...(rest["health"] ?? {}), ...health },
    }));
}

function lengthOf(list: unknown): number {
    return Array.isArray(list) ? list.length : 0;
}
