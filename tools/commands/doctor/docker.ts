import { existsSync, statfsSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { DockerModel } from "../../../components/config/model";
import { messageOf } from "../failure";
import { findProgram, printed } from "../machine/programs";
import { portOwner } from "../../sandbox/ports";
import type { LastOutputs } from "./deployed";
import { judgeEngine, publishedPorts, publishes } from "./docker-checks";
import { askEngine, engineAddress, type EngineFacts } from "./docker-facts";
import { missing, ok, remark, report, require, type Finding, type NodeReport } from "./finding";

const reachAdvice = "Check evenkeel:docker host or DOCKER_HOST, that the engine runs, and that your account may use it.";

/** Whether this machine can talk to an engine, and has what images are built from. */
export function checkDockerHere(model: DockerModel): Finding[] {
    const docker = findProgram("docker");
    const version = docker === undefined ? undefined : /\d+\.\d+\.\d+/.exec(printed(docker, "--version"))?.[0];
    return [
        require(docker !== undefined, `docker command ${version ?? ""}`.trimEnd(), "Install the docker command: https://docs.docker.com/engine/install/"),
        ...model.services.flatMap(({ name, container }) => {
            if (container?.image.kind !== "build") {
                return [];
            }
            const file = join(container.image.context, container.image.dockerfile);
            return [require(existsSync(file), `${file}, to build the image of ${name}`, `Check evenkeel:services ${name} build (context, dockerfile).`)];
        }),
    ];
}

/**
 * What the stack's engine says of itself and of the stack.
 *
 * @param deployed what the last `up` said; undefined when there was none.
 */
export async function checkEngine(model: DockerModel, deployed: LastOutputs | undefined): Promise<NodeReport> {
    if (findProgram("docker") === undefined) {
        return report("Docker engine", [remark("cannot be asked without the docker command", "answer")]);
    }
    try {
        const address = await engineAddress(model);
        return report(`Docker engine ${address}`, await findingsOf(model, deployed, address));
    } catch (error) {
        return report("Docker engine", [missing(messageOf(error), reachAdvice, "answer")]);
    }
}

async function findingsOf(model: DockerModel, deployed: LastOutputs | undefined, address: string): Promise<Finding[]> {
    try {
        const facts = await askEngine(model);
        const isHere = address.startsWith("unix:") && facts.machine === hostname();
        return [...judgeEngine(facts, model, deployed, spaceOf(facts, isHere)), ...(isHere ? await portsHere(model, facts) : [])];
    } catch (error) {
        return [missing(messageOf(error), reachAdvice, "answer")];
    }
}

/** In kilobytes: as the proxy's container sees it, whose files lie among the engine's data, else as this machine does. */
function spaceOf({ proxy, dataFolder }: EngineFacts, isHere: boolean): number | undefined {
    const seen = proxy.get("space");
    if (seen !== undefined) {
        return Number(seen);
    }
    if (!isHere || !existsSync(dataFolder)) {
        return undefined;
    }
    const { bavail, bsize } = statfsSync(dataFolder);
    return (bavail * bsize) / 1024;
}

/** What containers hold has been told of by the engine, whoever's they are. */
async function portsHere(model: DockerModel, { containers }: EngineFacts): Promise<Finding[]> {
    const asked = publishedPorts(model).filter(({ port }) => !containers.some(container => publishes(container, port)));
    return Promise.all(
        asked.map(async ({ address, port, setting }) => {
            if (port < 1024 && process.getuid?.() !== 0) {
                return remark(`port ${String(port)}: only root can tell whether it is free`);
            }
            const owner = await portOwner(address, port);
            return owner === undefined ? ok(`port ${String(port)}`) : missing(`port ${String(port)} is taken by ${owner.words}`, `Stop that program, or set another port in ${setting}.`);
        }),
    );
}
