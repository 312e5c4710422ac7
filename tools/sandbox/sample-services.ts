import { join } from "node:path";
import type { Model } from "../../components/config/model";
import { endpoint } from "../../components/targets/addresses";
import { identityArguments, type Identity } from "../sample-service/identity";
import { compile, startInBackground } from "./background";
import { endGracefully } from "./end-processes";
import { prefixFolder, sandboxFolder } from "./folders";
import { portOwner } from "./ports";
import { sandboxProcesses } from "./process-table";
import { wantedInstances } from "./wanted-instances";

/** Starting is bound by the processor: a few at a time are as fast as all at once, and leave the machine usable. */
const startedAtOnce = 4;

const program = join(__dirname, "..", "sample-service", "main.ts");

interface RunningInstance {
    readonly pid: number;
    readonly stack: string;
    readonly identity: Identity;
}

/**
 * Starts the sample services of `stack` that do not run yet.
 *
 * @param onStart is told the name of each before it starts.
 */
export async function ensureSampleServices(stack: string, model: Model, onStart: (name: string) => void): Promise<void> {
    const running = runningInstances();
    const present = new Set(running.map(instance => endpoint(instance.identity)));
    const missing = wantedInstances(model, running.map(instance => instance.identity)).filter(identity => !present.has(endpoint(identity)));
    if (missing.length > 0) {
        await compile(program);
    }
    for (let first = 0; first < missing.length; first += startedAtOnce) {
        await Promise.all(missing.slice(first, first + startedAtOnce).map(identity => start(stack, identity, onStart)));
    }
}

/** Stops the sample services of `stack` that its stack file no longer names; without a model, all of them. */
export async function stopSampleServices(stack: string, model?: Model): Promise<void> {
    const own = runningInstances().filter(instance => instance.stack === stack);
    const kept = model === undefined ? [] : wantedInstances(model, own.map(instance => instance.identity));
    const places = new Set(kept.map(endpoint));
    await endGracefully(own.filter(instance => !places.has(endpoint(instance.identity))).map(instance => instance.pid));
}

/** Stacks whose sample services run, sorted. */
export function stacksWithSampleServices(): string[] {
    return [...new Set(runningInstances().map(instance => instance.stack))].sort();
}

async function start(stack: string, identity: Identity, onStart: (name: string) => void): Promise<void> {
    onStart(identity.name);
    const owner = await portOwner(identity.address, identity.port);
    if (owner !== undefined) {
        const place = `${endpoint(identity)}, an instance of ${identity.service}, cannot be listened on: ${owner.words} is there already.`;
        throw new Error(`${place} Stop that program, or give the instance another address or port in the stack file.`);
    }
    await startInBackground({
        name: identity.name,
        role: JSON.stringify({ stack, identity }),
        program,
        args: identityArguments(identity),
    });
}

function runningInstances(): RunningInstance[] {
    return sandboxProcesses(sandboxFolder(), prefixFolder()).flatMap(({ pid, role }) =>
        role?.startsWith("{") === true ? [{ pid, ...(JSON.parse(role) as Omit<RunningInstance, "pid">) }] : [],
    );
}
