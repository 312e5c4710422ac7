import type { Rule } from "../rule";
import { backupInstances } from "./backups";
import { certificateCoversHosts, certificateLifetime } from "./certificates";
import { hostKeys } from "./connections";
import { hsts } from "./hsts";
import { pinnedImages } from "./images";
import { minimumInstances } from "./instances";
import { keyNeverPlain } from "./keys";
import { resourceLimits } from "./limits";
import { operatorEndpointsClosed } from "./operator-endpoints";
import { noDefaultPasswords } from "./passwords";
import { healthChecked, livenessApart, saneProbeTiming } from "./probes";
import { rateLimitAlike, rateLimitOn } from "./rate-limits";
import { tlsFloor, tlsOn } from "./tls";
import { upstreamsMatchDeployment } from "./upstreams";
import { dataVolumesKept } from "./volumes";

/** Every rule that a stack is held to, by name. */
export const rules: readonly Rule[] = [
    backupInstances,
    certificateCoversHosts,
    certificateLifetime,
    dataVolumesKept,
    healthChecked,
    hostKeys,
    hsts,
    keyNeverPlain,
    livenessApart,
    minimumInstances,
    noDefaultPasswords,
    operatorEndpointsClosed,
    pinnedImages,
    rateLimitAlike,
    rateLimitOn,
    resourceLimits,
    saneProbeTiming,
    tlsFloor,
    tlsOn,
    upstreamsMatchDeployment,
];
