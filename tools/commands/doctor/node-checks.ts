import type { HostModel } from "../../../components/config/model";
import { missing, remark, require, type Finding } from "./finding";
import type { NodeFacts } from "./node-facts";
import { judgeRelease } from "./release";
import { isRecent, tooOld } from "./this-machine";

/** Six releases with their certificates, logs and a package download; in kilobytes, as df counts. */
const enoughSpace = 200 * 1024;

/**
 * What a node's answers mean for the next `up`.
 *
 * @param deployed the release of the last `up`; undefined when there was none.
 */
export function judgeNode(facts: NodeFacts, user: string, model: HostModel, deployed: string | undefined): Finding[] {
    const isGuest = model.target.prefix !== "/";
    return [
        ...(isGuest ? [] : [require(facts.get("root") === "yes", `${user} is root or may become it`, `Allow ${user} on the node to run sudo without a password, or log in as root.`)]),
        ...judgePrograms(facts, model, isGuest),
        require(Number(facts.get("space") ?? 0) >= enoughSpace, `${megabytes(facts.get("space"))} MB of disk space left`, `Make room for releases and logs in ${model.paths.home}.`),
        judgeDrift(facts.get("served"), deployed, model.paths.home),
    ];
}

function judgePrograms(facts: NodeFacts, model: HostModel, isGuest: boolean): Finding[] {
    const version = facts.get("nginx") ?? "";
    if (version !== "" && facts.has("curl")) {
        return [require(isRecent(version, model.nginx.version), `nginx ${version}, curl`, tooOld(model.nginx.version))];
    }
    const canInstall = facts.has("packages") && (facts.get("root") === "yes" || isGuest);
    return canInstall
        ? [remark("nginx or curl not installed: `npm run up` installs what is missing")]
        : [missing("nginx or curl not installed", "Install nginx and curl on the node.")];
}

function judgeDrift(served: string | undefined, deployed: string | undefined, home: string): Finding {
    if (deployed === undefined) {
        return remark("not up yet");
    }
    return judgeRelease(served, deployed, `Somebody or something changed the node. On the node, run: sudo sh ${home}/scripts/release.sh apply ${deployed.split(".")[1] ?? ""}`.trimEnd());
}

function megabytes(kilobytes: string | undefined): string {
    return String(Math.floor(Number(kilobytes ?? 0) / 1024));
}
