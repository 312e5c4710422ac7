import type { PolicyName } from "../../components/config/policy-names";
import type { Change } from "./changes";

/** Mutants that pass the validator and that a mandatory policy refuses. */
export interface Refusal {
    readonly by: PolicyName;
    readonly stacks: readonly string[];
    /** Places in a stack file; `*` stands for any one name or item. */
    readonly places: readonly string[];
    readonly changes: readonly Change[];
}

const prod = "Pulumi.prod.yaml";
const host = "examples/citadel-host.yaml";
const docker = "examples/healthai-docker.yaml";
const kubernetes = "examples/healthai-kubernetes.yaml";

export const refusals: readonly Refusal[] = [
    { by: "hsts", stacks: [prod, docker, kubernetes], places: ["tls", "tls.hsts"], changes: ["removed", "emptied", "turned round"] },
    { by: "minimum-instances", stacks: [prod, kubernetes], places: ["kubernetes.autoscaling.min"], changes: ["tiny"] },
    { by: "minimum-instances", stacks: [docker], places: ["services.*.instances"], changes: ["tiny"] },
    { by: "minimum-instances", stacks: [host], places: ["services.*.instances[*]"], changes: ["removed"] },
    { by: "operator-endpoints-closed", stacks: [prod, docker, kubernetes], places: ["site.operatorPaths"], changes: ["emptied"] },
    { by: "operator-endpoints-closed", stacks: [prod, docker, kubernetes], places: ["site.operatorPaths[*]"], changes: ["removed", "misspelt"] },
    { by: "site-named", stacks: [prod, docker, kubernetes], places: ["site", "site.hosts", "site.hosts[*]"], changes: ["removed", "emptied"] },
    { by: "resource-limits", stacks: [prod, kubernetes], places: ["services.*.resources.cpu.request", "services.*.resources.memory.request", "services.*.resources.memory.limit"], changes: ["removed"] },
    { by: "resource-limits", stacks: [docker], places: ["services.*.resources", "services.*.resources.memory", "services.*.resources.memory.limit"], changes: ["removed", "emptied"] },
];
