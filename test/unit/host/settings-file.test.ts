import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parse } from "yaml";
import { describe, expect, test } from "vitest";
import { hostSettings } from "../../../components/targets/host/settings-file";
import { instance, model, ms, route, service } from "../proxy/model";

const script = join(__dirname, "../../../components/targets/scripts/settings.sh");
const site = model({
    services: [
        service("api", [route("/api")], {
            instances: [instance("10.0.0.1"), instance("fd00::1", 81)],
            backup: [instance("10.0.0.9")],
            health: { path: "/healthz", interval: ms(2000), timeout: ms(500), rise: 1, fall: 3 },
        }),
        service("on", [route("/")]),
    ],
});
const text = hostSettings(site);

/** As the scripts on a host read it. */
function flat(yaml: string): string[] {
    return execFileSync("sh", ["-c", `. ${script}; flat_settings /dev/stdin`], { input: yaml, encoding: "utf8" }).trim().split("\n");
}

describe("the settings file of a host", () => {
    test("is YAML with times in seconds and addresses that need no more care", () => {
        expect(parse(text)).toMatchObject({
            name: "evenkeel",
            drain: 30,
            nginx: { version: "1.22" },
            paths: { prefix: "/", home: "/opt/evenkeel" },
            control: { url: "http://127.0.0.1:80", source: "127.0.0.1" },
            services: {
                api: { path: "/healthz", interval: 2, timeout: 0.5, rise: 1, fall: 3, instances: ["10.0.0.1:8000", "[fd00::1]:81"], backup: ["10.0.0.9:8000"] },
            },
        });
    });

    test("reads the same to the scripts, a service named like a YAML word included", () => {
        expect(flat(text)).toEqual(
            expect.arrayContaining([
                "paths.home /opt/evenkeel",
                "services.api.timeout 0.5",
                "services.api.instances 10.0.0.1:8000",
                "services.api.instances [fd00::1]:81",
                "services.api.backup 10.0.0.9:8000",
                "services.on.path /healthz",
            ]),
        );
    });

    test("asks a proxy that listens on one address there, from loopback", () => {
        const bound = model({ site: { listen: "192.0.2.7", httpPort: 8080 } });
        expect(parse(hostSettings(bound))).toMatchObject({ control: { url: "http://192.0.2.7:8080", source: "127.0.0.1" } });
        const six = model({ site: { listen: "fd00::7" } });
        expect(parse(hostSettings(six))).toMatchObject({ control: { url: "http://[fd00::7]:80", source: "::1" } });
    });
});
