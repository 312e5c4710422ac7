import type { Problem } from "../problem";
import type { Draft } from "../settings/stack";
import { workersReachAllInstances } from "./capacity-rules";
import { claimsAreForAllPods, readOnlyClaimsAreRead } from "./claim-rules";
import { claimsHaveNamesOfTheirOwn, namesAreLabels, namesOfObjectsDiffer, namesOfServicesFit, siteMayHaveItsNamespace } from "./cluster-name-rules";
import { commandsAskForNoPath, entriesAreOfTheStack, exportersKeepTheirPorts, labelsAreForTheOperator, servicesPickPodsThemselves, usersAreNumbers } from "./cluster-rules";
import { containersHaveAPort, imageOrBuild, requestsWithinLimits, variablesDiffer, volumesDiffer } from "./container-rules";
import type { Rule } from "./drafts";
import { exposureIsUsed, nodePortsDiffer, nothingPassesBy, oneThingBeforeTheProxy, whatIsBeforeTheProxyEndsTls } from "./exposure-rules";
import { eachNodeOnce, nodesOrSandbox, sshKeepsItsPort } from "./host-rules";
import { eachInstanceOnce, everyInstanceHasAPort, noInstanceIsTheProxy } from "./instance-rules";
import { monitoringPortsAreFree, monitoringPortsDiffer } from "./monitoring-rules";
import { autoscaledServicesRequest, autoscalersMeasureSomething, fewestPodsAreBelowMost, probesEndBeforeTheNextBegins, proxyRequestsWithinLimits } from "./pod-rules";
import { backupsNeedATurn, checksEndBeforeTheNextBegins, keepaliveLeavesRoom } from "./policy-rules";
import { noOwnPaths, onePlacePerPath, operatorPathsKeepTheirPath, staticFilesAreOpen } from "./route-rules";
import { eachHeaderOnce, portsDiffer } from "./site-rules";
import { builtImagesHaveGoodNames, namesOfContainersDiffer, namesOfContainersFit, volumesHaveNamesOfTheirOwn } from "./slot-rules";
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
    workersReachAllInstances,
    nodesOrSandbox,
    eachNodeOnce,
    sshKeepsItsPort,
    containersHaveAPort,
    imageOrBuild,
    variablesDiffer,
    volumesDiffer,
    requestsWithinLimits,
    namesOfContainersDiffer,
    namesOfContainersFit,
    volumesHaveNamesOfTheirOwn,
    builtImagesHaveGoodNames,
    monitoringPortsDiffer,
    monitoringPortsAreFree,
    namesAreLabels,
    namesOfServicesFit,
    namesOfObjectsDiffer,
    claimsHaveNamesOfTheirOwn,
    siteMayHaveItsNamespace,
    entriesAreOfTheStack,
    usersAreNumbers,
    servicesPickPodsThemselves,
    labelsAreForTheOperator,
    exportersKeepTheirPorts,
    commandsAskForNoPath,
    fewestPodsAreBelowMost,
    autoscalersMeasureSomething,
    autoscaledServicesRequest,
    probesEndBeforeTheNextBegins,
    proxyRequestsWithinLimits,
    claimsAreForAllPods,
    readOnlyClaimsAreRead,
    oneThingBeforeTheProxy,
    whatIsBeforeTheProxyEndsTls,
    nothingPassesBy,
    exposureIsUsed,
    nodePortsDiffer,
];

/** What single settings can't see: the problems of every rule that looks at several of them. */
export function brokenRules(draft: Draft): Problem[] {
    return rules.flatMap((rule) => rule(draft));
}
