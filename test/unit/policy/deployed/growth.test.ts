import { expect, it } from "vitest";
import { render } from "../../../../components/proxy/render";
import { targetFiles } from "../../../../components/targets/files";
import { releaseBundle } from "../../../../components/targets/release-bundle";
import { deployed } from "../../../../policy/deployed/deployed-from";
import type { Registered } from "../../../../policy/deployed/registered";
import { dockerModel, dockerService } from "../../docker/model";
import { route } from "../../proxy/model";

const instances = 10;

function registered(type: string, name: string, props: Registered["props"]): Registered {
    return { type, name, urn: `urn:pulumi:x::y::${type}::${name}`, props, parent: undefined, protect: false, retainOnDelete: false, propertyDependencies: {}, secrets: [] };
}

/** A docker stack, as much of it as grows with its services. */
function large(services: number): readonly Registered[] {
    const names = Array.from({ length: services }, (_, i) => `service-${String(i)}`);
    const model = dockerModel({ services: names.map(name => dockerService(name, instances, 0, { routes: [route(`/${name}`)] })) });
    const containers = names.flatMap(name => Array.from({ length: instances }, (_, i) => containerOf(name, `${name}-${String(i + 1)}`)));
    return [...containers, registered("command:local:Command", "release", { stdin: releaseBundle(render(model, targetFiles(model))) })];
}

function containerOf(service: string, slot: string): Registered {
    return registered("docker:index/container:Container", slot, {
        name: slot,
        envs: ["APP_INSTANCE=1", "PORT=8000"],
        labels: [{ label: "evenkeel.slot", value: slot }],
        networksAdvanced: [{ name: "evenkeel-back", aliases: [slot, service] }],
        volumes: [{ volumeName: "evenkeel-probe", containerPath: "/evenkeel", readOnly: true }],
        healthcheck: { tests: ["CMD", "/evenkeel/wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8000/healthz"], interval: "10s", timeout: "1s", retries: 2 },
    });
}

/** How often something is read of resources, at any depth, to make a view of them. */
function readsOf(resources: readonly Registered[]): number {
    let reads = 0;
    const counted = <T extends object>(value: T): T =>
        new Proxy(value, {
            get(target, key, receiver) {
                reads += 1;
                const inner: unknown = Reflect.get(target, key, receiver);
                return typeof inner === "object" && inner !== null ? counted(inner) : inner;
            },
        });
    deployed(resources.map(counted));
    return reads;
}

it("sees a thousand instances, and looks at each as often as at each of a hundred", () => {
    const [ten, hundred] = [large(10), large(100)];
    expect(deployed(hundred)?.services.map(({ minimum }) => minimum)).toEqual(Array.from({ length: 100 }, () => instances));
    // Looking for each among all others would take a hundred times as much.
    expect(readsOf(hundred) / readsOf(ten)).toBeLessThan(12);
});
