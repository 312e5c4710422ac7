import { isDockerModel, isKubernetesModel, type DockerModel, type KubernetesModel, type Model } from "../../components/config/model";
import { Cluster } from "../../components/targets/kubernetes/api/cluster";
import { judgeRoom } from "./doctor/capacity/cluster";
import { askRoom } from "./doctor/capacity/cluster-facts";
import { judgeMachine } from "./doctor/capacity/engine";
import { judgeProxy } from "./doctor/capacity/proxy";
import { askMachine } from "./doctor/docker-facts";
import { formatFindings, type Finding } from "./doctor/finding";
import { reachAdvice } from "./doctor/kubernetes";
import { judgeNeeds } from "./doctor/kubernetes-checks";
import { askCluster } from "./doctor/kubernetes-facts";
import { Failure, messageOf } from "./failure";
import { note } from "./progress";

/** How long one answer of the cluster may take, in milliseconds. */
const patience = 5_000;

/**
 * Whether a cluster is there and has what the stack needs, and whether the machine of a Docker engine can carry its
 * instances, before anything is changed. Whether an engine or a host is there at all, the update itself says.
 *
 * @throws Failure with all that is missing.
 */
export async function requireTarget(model: Model): Promise<void> {
    tellWarnings("Of the stack file:", judgeProxy(model));
    const found = await inspect(model);
    if ("nobodyAsked" in found || ("unreachable" in found && isDockerModel(model))) {
        return;
    }
    if ("unreachable" in found) {
        throw new Failure(`${found.unreachable}\n${reachAdvice}\nNothing was changed.`);
    }
    const missing = found.findings.filter(({ state }) => state === "missing");
    if (missing.length > 0) {
        throw new Failure(`${lack(found, missing)}\nNothing was changed.`);
    }
    tellWarnings(`Of ${lowerFirst(found.what)}:`, found.findings);
}

/** Whether the target would let an `up` begin, as far as a preview can tell: it goes on all the same, and ends with this. */
export type Prospect = { readonly kind: "open" } | { readonly kind: "refused" | "unknown"; readonly why: string };

/** The same for a preview. Its account may be one that only looks: which rights it lacks is told, and says nothing of an `up`. */
export async function previewTarget(model: Model): Promise<Prospect> {
    tellWarnings("Of the stack file:", judgeProxy(model));
    const found = await inspect(model);
    if ("nobodyAsked" in found) {
        return { kind: "open" };
    }
    if ("unreachable" in found) {
        const rest = isDockerModel(model) ? "Whether its machine can carry the instances is not known." : "The preview goes by the last known state, and whether the cluster can carry the pods is not known; `npm run up` needs the cluster.";
        const why = `${found.unreachable} ${rest}`;
        note(why);
        return { kind: "unknown", why };
    }
    tellWarnings(`Of ${lowerFirst(found.what)}:`, found.findings);
    const missing = found.findings.filter(({ state, about }) => state === "missing" && about !== "right");
    return missing.length === 0 ? { kind: "open" } : { kind: "refused", why: `\`npm run up\` would be refused. ${lack(found, missing)}` };
}

function lack({ what }: Inspected, missing: readonly Finding[]): string {
    return formatFindings(`${what} lacks what the stack needs:`, missing);
}

interface Inspected {
    readonly what: string;
    readonly findings: readonly Finding[];
}

type Inspection = Inspected | { readonly unreachable: string } | { readonly nobodyAsked: true };

/** On a host the instances are the user's own, and so is what they need. */
async function inspect(model: Model): Promise<Inspection> {
    if (isKubernetesModel(model)) {
        return inspectCluster(model);
    }
    return isDockerModel(model) ? inspectEngine(model) : { nobodyAsked: true };
}

async function inspectCluster(model: KubernetesModel): Promise<Inspection> {
    try {
        const cluster = await Cluster.ofContext(model.target.context, patience);
        const [facts, room] = await Promise.all([askCluster(cluster, model), askRoom(cluster, model)]);
        return { what: `The cluster ${cluster.server}`, findings: [...judgeNeeds(facts, model), ...judgeRoom(room, model)] };
    } catch (error) {
        return { unreachable: messageOf(error) };
    }
}

async function inspectEngine(model: DockerModel): Promise<Inspection> {
    try {
        return { what: "The Docker engine", findings: judgeMachine(await askMachine(model), model) };
    } catch (error) {
        return { unreachable: `The Docker engine could not be asked (${messageOf(error).trim()}).` };
    }
}

function tellWarnings(heading: string, findings: readonly Finding[]): void {
    const told = findings.filter(({ state }) => state === "warning" || state === "missing");
    if (told.length > 0) {
        note(formatFindings(heading, told));
    }
}

function lowerFirst(text: string): string {
    return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
