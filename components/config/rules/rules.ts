import type { Problem } from "../problem";
import type { Draft } from "../settings/stack";
import type { Rule } from "./drafts";
import { eachNodeOnce, nodesOrSandbox, sshKeepsItsPort } from "./host-rules";
import { eachInstanceOnce, everyInstanceHasAPort, noInstanceIsTheProxy } from "./instance-rules";
import { backupsNeedATurn, checksEndBeforeTheNextBegins, keepaliveLeavesRoom } from "./policy-rules";
import { noOwnPaths, onePlacePerPath, operatorPathsKeepTheirPath, staticFilesAreOpen } from "./route-rules";
import { eachHeaderOnce, portsDiffer } from "./site-rules";
import { hstsNeedsTls, onlyProvidedTakesACertificate, preloadIsForTheWholeDomain, providedNeedsBoth } from "./tls-rules";

const rules: readonly Rule[] = [
    portsDiffer,
    eachHeaderOnce,
    providedNeedsBoth,
    onlyProvidedTakesACertificate,
    hstsNeedsTls,
    preloadIsForTheWholeDomain,
    onePlacePerPath,
    noOwnPaths,
    staticFilesAreOpen,
    operatorPathsKeepTheirPath,
    everyInstanceHasAPort,
    eachInstanceOnce,
    noInstanceIsTheProxy,
    backupsNeedATurn,
    checksEndBeforeTheNextBegins,
    keepaliveLeavesRoom,
    nodesOrSandbox,
    eachNodeOnce,
    sshKeepsItsPort,
];

/** What single settings can't see: the problems of every rule that looks at several of them. */
export function brokenRules(draft: Draft): Problem[] {
    return rules.flatMap((rule) => rule(draft));
}
