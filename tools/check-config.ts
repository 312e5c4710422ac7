import type { Model, Service, Target } from "../components/config/model";
import { runCommand, type Command } from "./commands/command";
import { judgeProxy } from "./commands/doctor/capacity/proxy";
import { formatFindings } from "./commands/doctor/finding";
import { exitCode, Failure, messageOf } from "./commands/failure";
import { readStack, type CheckedStack } from "./commands/read-stack";

const checkConfig: Command = {
    name: "check-config",
    summary: "Checks a stack file without touching anything. Names every problem at once.",
    run(invocation) {
        const { file, model } = read(invocation.stack);
        console.log(`${file} is valid: ${summary(model)}.`);
        const unused = judgeProxy(model);
        if (unused.length > 0) {
            console.log(formatFindings("Worth knowing:", unused));
        }
        console.log(`Its policies (environment: ${model.environment}) are asked by: npm run preview -- ${invocation.stack}`);
        return Promise.resolve(0);
    },
};

/** A file that can't be read (a folder, no permission) is as wrong as one that has something wrong in it. */
function read(stack: string): CheckedStack {
    try {
        return readStack(stack);
    } catch (error) {
        throw error instanceof Failure ? error : new Failure(`${stack} can't be read: ${messageOf(error)}`, exitCode.refused);
    }
}

function summary(model: Model): string {
    const counts = [count(model.services.length, "service"), instances(model.services), count(sum(model.services.map(backups)), "backup")];
    return `${counts.join(", ")} behind ${model.proxy} on ${where(model.target)}${model.monitoring === null ? "" : ", with monitoring"}`;
}

function instances(services: readonly Service[]): string {
    const [least, most] = [sum(services.map(smallest)), sum(services.map(largest))];
    return least === most ? count(least, "instance") : `${least} to ${most} instances`;
}

function smallest({ instances, pods }: Service): number {
    return pods === null ? instances.length : (pods.autoscaling?.min ?? pods.replicas);
}

function largest({ instances, pods }: Service): number {
    return pods === null ? instances.length : (pods.autoscaling?.max ?? pods.replicas);
}

function backups({ backup, pods }: Service): number {
    return pods === null ? backup.length : pods.backups;
}

function sum(numbers: readonly number[]): number {
    return numbers.reduce((total, number) => total + number, 0);
}

function where(target: Target): string {
    switch (target.kind) {
        case "host":
            return count(target.nodes.length, "host");
        case "docker":
            return "Docker";
        case "kubernetes":
            return "Kubernetes";
    }
}

function count(number: number, what: string): string {
    return `${number} ${what}${number === 1 ? "" : "s"}`;
}

void runCommand(checkConfig);
