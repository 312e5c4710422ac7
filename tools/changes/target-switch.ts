import { isDockerModel, isHostModel, isKubernetesModel, type Model, type Service } from "../../components/config/model";
import { endpoint } from "../../components/targets/addresses";
import { change, risking, weights, wholeStack, type Change } from "./change";
import { count, list } from "./formats";
import { showImage } from "./shapes/container";

const here = { subject: wholeStack, path: "" };

/** A stack that goes to a target of another kind: what is made there, what becomes of the old one, and how clients move. */
export function switchChanges(before: Model, after: Model): Change[] {
    return [
        ...risking(howClientsMove(before), [change(here, `target ${before.target.kind} to ${after.target.kind}: everything is made anew ${placeOf(after)}`)]).map(moved),
        change(here, `what stands ${placeOf(before)} is removed at the end of the same \`up\`${keptOf(before)}`, weights.lost),
        ...after.services.flatMap(service => instancesElsewhere(before.services.find(({ name }) => name === service.name), service)),
    ];
}

function moved(each: Change): Change {
    return { ...each, weight: weights.moved };
}

function howClientsMove(before: Model): string {
    return (
        `Clients that still go to the old address (${addressOf(before)}) get no answer from then on. ` +
        "To move them without a gap: bring the new target up as a stack of its own, lead the names there, and take this one down when nobody comes any more."
    );
}

function addressOf(model: Model): string {
    if (isHostModel(model)) {
        return model.site.listen ?? list(model.target.nodes.map(({ address }) => address));
    }
    return isDockerModel(model) ? (model.target.publishOn ?? "the engine's machine") : "the cluster's";
}

function placeOf(model: Model): string {
    if (isHostModel(model)) {
        return `on ${model.target.nodes.length === 1 ? "the host" : "the hosts"} ${list(model.target.nodes.map(({ address }) => address))}`;
    }
    if (isKubernetesModel(model)) {
        const { context, namespace } = model.target;
        return `in the namespace ${namespace} of ${context === null ? "the current cluster" : `the cluster ${context}`}`;
    }
    return isDockerModel(model) && model.target.host !== null ? `on the Docker engine ${model.target.host}` : "on the Docker engine";
}

function keptOf(model: Model): string {
    if (isHostModel(model)) {
        return "; the instances there are yours and stay";
    }
    return isKubernetesModel(model) ? "; the namespace and its claims on storage stay" : "; data volumes stay";
}

/** Of a service that is new as a whole, the summary says so anyway. */
function instancesElsewhere(before: Service | undefined, after: Service): Change[] {
    if (before === undefined) {
        return [];
    }
    const subject = { kind: "service", name: after.name } as const;
    return [change({ subject, path: "" }, `${runningOf(before)} to ${runningOf(after)}`, weights.scaled)];
}

function runningOf({ container, instances, backup, pods }: Service): string {
    if (container === null) {
        return list([...instances, ...backup].map(endpoint), 4);
    }
    const [many, spare] = pods === null ? [instances.length, backup.length] : [pods.autoscaling?.min ?? pods.replicas, pods.backups];
    const most = pods?.autoscaling?.max;
    const growing = most === undefined ? "" : ` (up to ${String(most)})`;
    return `${pods === null ? count(many, "container") : count(many, "pod")}${growing}${spare === 0 ? "" : ` and ${count(spare, "backup")}`} of ${showImage(container.image)}`;
}
