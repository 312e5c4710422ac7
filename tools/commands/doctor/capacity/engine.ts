import type { DockerModel, Resources, Service } from "../../../../components/config/model";
import { missing, ok, remark, warning, type Finding } from "../finding";
import { inWords, memoryInWords, nothing, sum, times, type Amounts, type Resource } from "./amounts";

/** Instances of one service on a Docker engine. */
interface Group {
    readonly name: string;
    readonly count: number;
    readonly resources: Resources;
}

const remedy = "Have fewer instances, lower their `resources`, or move the stack to a larger machine.";

/**
 * Whether an engine's machine can carry the instances that the stack file asks for. Nothing is known of what else runs
 * on the machine: what does not fit an empty one does not fit.
 */
export function judgeMachine(machine: Amounts, model: DockerModel): Finding[] {
    const groups = model.services.flatMap(groupOf);
    const found = [...limitsOfCores(machine, groups), ...requests(machine, groups), ...limitsOfMemory(machine, groups)];
    return found.length > 0 ? found : [summary(machine, groups)];
}

function groupOf({ name, instances, backup, container }: Service): Group[] {
    return container === null ? [] : [{ name, count: instances.length + backup.length, resources: container.resources }];
}

/** The engine starts no container with more cores than it has. */
function limitsOfCores({ cpu }: Amounts, groups: readonly Group[]): Finding[] {
    return groups.flatMap(({ name, resources: { cpu: { limit } } }) =>
        limit === null || limit <= cpu
            ? []
            : [missing(`${name}: a limit of ${inWords("cpu", limit)} for each instance, and the engine's machine has ${inWords("cpu", cpu)}`, `Set evenkeel:services ${name} resources.cpu.limit to ${String(cpu)} at most: the engine starts no container with more.`)],
    );
}

/** Memory that is not there can't be set aside; cores that are not there make all instances slower. */
function requests(machine: Amounts, groups: readonly Group[]): Finding[] {
    const asked = requested(groups);
    return [
        ...(asked.memory > machine.memory ? [missing(tooMuch("request", "memory", asked, machine, groups), remedy)] : []),
        ...(asked.cpu > machine.cpu ? [warning(tooMuch("request", "cpu", asked, machine, groups), remedy)] : []),
    ];
}

/** What is told of as requested is not told of once more. */
function limitsOfMemory(machine: Amounts, groups: readonly Group[]): Finding[] {
    const bounded = groups.map(({ count, resources: { memory } }) => count * (memory.limit ?? memory.request ?? 0)).reduce((a, b) => a + b, 0);
    const isTold = requested(groups).memory > machine.memory;
    return isTold || bounded <= machine.memory
        ? []
        : [warning(`${tooMuch("may use", "memory", { cpu: 0, memory: bounded }, machine, groups)}: when all of them do, the machine ends some`, remedy)];
}

function tooMuch(verb: string, resource: Resource, asked: Amounts, machine: Amounts, groups: readonly Group[]): string {
    return `${String(countOf(groups))} instances ${verb} ${inWords(resource, asked[resource])}, and the engine's machine has ${resource === "cpu" ? inWords("cpu", machine.cpu) : memoryInWords(machine.memory)}`;
}

function summary(machine: Amounts, groups: readonly Group[]): Finding {
    const asked = requested(groups);
    const has = `the engine's machine has ${inWords("cpu", machine.cpu)} and ${memoryInWords(machine.memory)}`;
    const count = countOf(groups);
    return asked.cpu === 0 && asked.memory === 0
        ? remark(`no instance says what it needs (\`resources\`): ${has} for ${String(count)} of them`)
        : ok(`${String(count)} instances request ${inWords("cpu", asked.cpu)} and ${memoryInWords(asked.memory)}; ${has}`);
}

function requested(groups: readonly Group[]): Amounts {
    return sum([nothing, ...groups.map(({ count, resources: { cpu, memory } }) => times(count, { cpu: cpu.request ?? 0, memory: memory.request ?? 0 }))]);
}

function countOf(groups: readonly Group[]): number {
    return groups.reduce((total, { count }) => total + count, 0);
}
