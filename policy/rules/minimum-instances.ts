import type { DeployedService } from "../deployed/deployed";
import type { Rule } from "../rule";
import { byEnvironment } from "./by-environment";
import { count } from "./words";

export const minimumInstances: Rule<"minimum"> = {
    name: "minimum-instances",
    title: "Every service runs on enough instances to lose one",
    severity: "high",
    why: "With a single instance every crash, every new image and every restart of its machine is an outage. Backups are not counted: they take no requests while a primary is up.",
    fix: "Raise the service's `instances` (a number on docker and kubernetes, a list of addresses on a host), or the minimum of its autoscaling.",
    levels: byEnvironment("advisory", "mandatory", "mandatory"),
    figures: { minimum: { doc: "Instances of a service that run at the least; on an autoscaler its minimum.", by: byEnvironment(1, 1, 2) } },
    check: ({ services }, { minimum }) =>
        services
            .filter(service => service.minimum < minimum)
            .map(service => ({ urn: service.urn, where: `service ${service.name}`, found: number(service), allowed: `at least ${minimum}` })),
};

function number({ minimum, maximum }: DeployedService): string {
    return maximum > minimum ? `an autoscaler that goes down to ${count(minimum, "instance")}` : count(minimum, "instance");
}
