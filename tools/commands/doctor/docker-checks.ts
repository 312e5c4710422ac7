import { coerce, lt } from "semver";
import type { DockerModel } from "../../../components/config/model";
import { agentName, proxyName } from "../../../components/targets/docker/names";
import { judgeMachine } from "./capacity/engine";
import type { LastOutputs } from "./deployed";
import type { ContainerFacts, EngineFacts } from "./docker-facts";
import { missing, ok, remark, require, type Finding } from "./finding";
import { judgeRelease } from "./release";

/** The first engine whose command line and health checks are those that the stack is made with. */
const oldestEngine = "20.10.0";

/** Images of a stack with monitoring, twice where all have a new version, and logs; in kilobytes, as df counts. */
const enoughSpace = 3 * 1024 * 1024;

/**
 * What an engine's answers mean for the next `up`.
 *
 * @param deployed undefined when the stack is not up.
 * @param space on the disk of the engine's data, in kilobytes; undefined: not to be found out.
 */
export function judgeEngine(facts: EngineFacts, model: DockerModel, deployed: LastOutputs | undefined, space: number | undefined): Finding[] {
    return [
        require(!lt(coerce(facts.version) ?? "0.0.0", oldestEngine), `Docker engine ${facts.version}`, "Update the engine: 20.10 is the oldest that will do."),
        ...judgeImages(facts, model),
        ...judgePorts(facts, model),
        judgeSpace(space),
        ...judgeMachine(facts.room, model),
        ...(deployed === undefined ? [remark("not up yet")] : judgeDrift(facts, model, deployed)),
    ];
}

function judgeImages({ images }: EngineFacts, model: DockerModel): Finding[] {
    const there = new Set(images);
    const wanted = [...new Set(imagesOf(model))];
    const absent = wanted.filter(name => !there.has(asListed(name)));
    const here = wanted.length - absent.length;
    return [
        ...(here === 0 ? [] : [ok(`${String(here)} of ${String(wanted.length)} images are on the engine`)]),
        ...absent.map(name => remark(`image ${name} not on the engine yet: \`npm run up\` pulls it`)),
    ];
}

function imagesOf({ target, services, monitoring }: DockerModel): string[] {
    const { proxy, probe, ...measuring } = target.images;
    const own = services.flatMap(({ container }) => (container?.image.kind === "prebuilt" ? [container.image.name] : []));
    return [proxy, probe, ...own, ...(monitoring === null ? [] : Object.values(measuring))];
}

/** As `docker image ls` names it: without the usual registry, and without a tag where there is a digest. */
function asListed(name: string): string {
    const short = name.replace(/^(?:index\.)?docker\.io\//, "").replace(/^library\//, "");
    return short.replace(/:[\w.-]+@/, "@");
}

/** Each port that the stack publishes, with the address it does so on; null: all addresses. */
export function publishedPorts({ site, tls, target, monitoring }: DockerModel): { readonly address: string | null; readonly port: number; readonly setting: string }[] {
    const ofSite = [site.httpPort, ...(tls.mode === "off" ? [] : [site.httpsPort])].map(port => ({ address: target.publishOn, port, setting: "evenkeel:site (http, https)" }));
    const ofMonitoring = monitoring === null ? [] : Object.values(target.pages.ports).map(port => ({ address: target.pages.listen, port, setting: "evenkeel:docker monitoring.ports" }));
    return [...ofSite, ...ofMonitoring];
}

/** Ports that other containers of the engine publish; what else listens on its machine is asked there. */
function judgePorts({ containers }: EngineFacts, model: DockerModel): Finding[] {
    const others = containers.filter(({ site }) => site !== model.name);
    return publishedPorts(model).flatMap(({ port, setting }) => {
        const owner = others.find(container => publishes(container, port));
        return owner === undefined ? [] : [missing(`port ${String(port)} is taken by the container ${owner.name}`, `Stop that container, or set another port in ${setting}.`)];
    });
}

/** Whether a running container has `port` of the machine, alone or within a range: `0.0.0.0:8000-8002->8000-8002/tcp`. */
export function publishes({ ports }: ContainerFacts, port: number): boolean {
    return [...ports.matchAll(/:(\d+)(?:-(\d+))?->[^,]*\/tcp/g)].some(([, first, last]) => Number(first) <= port && port <= Number(last ?? first));
}

function judgeSpace(space: number | undefined): Finding {
    return space === undefined
        ? remark("disk space of the engine's machine: not to be found out from here before the first `npm run up`")
        : require(space >= enoughSpace, `${String(Math.floor(space / 1024))} MB of disk space left for images, logs and volumes`, "Make room on the engine's machine, for example with: docker image prune");
}

function judgeDrift(facts: EngineFacts, model: DockerModel, deployed: LastOutputs): Finding[] {
    const own = [proxyName(model), agentName(model)].flatMap(name => judgeContainer(name, facts.containers.find(container => container.name === name)));
    const slots = Object.entries(deployed.instances).flatMap(([service, instances]) => judgeService(service, instances, facts));
    const served = facts.proxy.get("served");
    const fix = "Somebody or something changed what runs. See `docker logs` of the proxy and the agent; the next `npm run up` that changes something brings the stack file's back.";
    // A proxy that does not run has been told of already.
    return [...own, ...(own.length > 0 ? [] : [judgeRelease(served, deployed.release, fix)]), ...slots];
}

/** Nothing, when it runs and is well. */
function judgeContainer(name: string, container: ContainerFacts | undefined): Finding[] {
    if (container === undefined) {
        return [missing(`there is no container ${name}`, removedAdvice, "running")];
    }
    if (container.state !== "running") {
        return [missing(`${name} does not run: ${container.status}`, `See its last words with \`docker logs ${name}\`, then: docker start ${name}`, "running")];
    }
    return container.status.includes("(unhealthy)") ? [missing(`${name} runs, but is unhealthy`, `See what it says with: docker logs ${name}`, "health")] : [];
}

const removedAdvice = "Something other than evenkeel removed it. Bring the stack down and up again: data volumes of services stay.";

/** @param instances `slot:port` */
function judgeService(service: string, instances: readonly string[], { containers, slots, proxy }: EngineFacts): Finding[] {
    // Who serves a slot is recorded where the proxy reads it; without the proxy there is nothing to compare with.
    if (proxy.size === 0) {
        return [];
    }
    const problems = instances.flatMap(instance => {
        const slot = instance.replace(/:\d+$/, "");
        const holder = slots.get(slot);
        return holder === undefined ? [missing(`${slot} gets no requests: no container has taken its place`, "Run: npm run up -- STACK", "running")] : judgeContainer(holder, containers.find(({ name }) => name === holder));
    });
    return problems.length > 0 ? problems : [ok(`${service}: ${String(instances.length)} of ${String(instances.length)} instances run`, "running")];
}
