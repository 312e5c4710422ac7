import type { Rule } from "../rule";
import { backupInstances } from "./backup-instances";
import { certificateCoversHosts } from "./certificate-covers-hosts";
import { certificateLifetime } from "./certificate-lifetime";
import { dataVolumesKept } from "./data-volumes-kept";
import { healthChecked } from "./health-checked";
import { hostKeys } from "./host-keys";
import { hsts } from "./hsts";
import { keyNeverPlain } from "./key-never-plain";
import { livenessApart } from "./liveness-apart-from-readiness";
import { minimumInstances } from "./minimum-instances";
import { noDefaultPasswords } from "./no-default-passwords";
import { operatorEndpointsClosed } from "./operator-endpoints-closed";
import { pinnedImages } from "./pinned-images";
import { rateLimitAlike } from "./rate-limit-alike";
import { rateLimitOn } from "./rate-limit-on";
import { rateLimitTotal } from "./rate-limit-total";
import { resourceLimits } from "./resource-limits";
import { saneProbeTiming } from "./sane-probe-timing";
import { siteNamed } from "./site-named";
import { tlsFloor } from "./tls-floor";
import { tlsOn } from "./tls-on";
import { trustedProxiesNamed } from "./trusted-proxies-named";
import { upstreamsMatchDeployment } from "./upstreams-match-deployment";

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
    rateLimitTotal,
    resourceLimits,
    saneProbeTiming,
    siteNamed,
    tlsFloor,
    tlsOn,
    trustedProxiesNamed,
    upstreamsMatchDeployment,
];
