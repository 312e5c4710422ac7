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
    figures: { minimum: { doc: "How many instances of a service run at the least; of one that is scaled automatically, the autoscaler's minimum.", by: byEnvironment(1, 1, 2) } },
    check: ({ services }, { minimum }) =>
        services
            .filter(service => service.minimum < minimum)
            .map(service => ({
                urn: service.urn,
                where: `service ${service.name}`,
                found: service.maximum > service.minimum ? `an autoscaler that goes down to ${count(service.minimum, "instance")}` : count(service.minimum, "instance"),
                allowed: `at least ${minimum}`,
                fix: service.maximum > service.minimum ? `Raise the minimum of the autoscaling of \`${service.name}\` to ${minimum}.` : `Give \`services.${service.name}.instances\` at least ${minimum}.`,
            })),
};
