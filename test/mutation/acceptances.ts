import type { Change } from "./changes";

/** Mutants that pass the validator and the policies, and why that is right. */
export interface Acceptance {
    /** Places in a stack file; `*` stands for any one name or item. */
    readonly places: readonly string[];
    readonly changes: readonly Change[];
    readonly why: string;
}

/** An empty map says as little as no map at all. */
const leftOut: readonly Change[] = ["removed", "emptied"];

const leavingOut: readonly Acceptance[] = [
    {
        places: ["defaults", "defaults.health", "kubernetes", "kubernetes.proxy", "kubernetes.proxy.resources", "kubernetes.proxy.resources.cpu", "kubernetes.services", "kubernetes.services.*", "kubernetes.services.*.volumes", "kubernetes.services.*.volumes.*", "site", "services.*.routes[*].timeouts", "services.*.timeouts", "services.*.metrics"],
        changes: leftOut,
        why: "A block that is left out, or empty, leaves each of its settings at its default, and every default is safe. The preview shows what changes, setting by setting.",
    },
    {
        places: ["defaults.health.path", "defaults.stripPrefix", "host.directory", "host.nodes[*].user", "kubernetes.autoscaling.memory", "kubernetes.proxy.resources.cpu.request", "services.*.balance", "services.*.stripPrefix", "services.*.timeouts.read", "services.*.routes[*].timeouts.read", "services.*.routes[*].timeouts.send", "services.*.routes[*].cache.ttl", "services.*.routes[*].maxBody", "services.*.metrics.path", "services.*.metrics.interval", "site.http", "site.https", "site.listen", "site.name", "site.rateLimit", "site.rateLimit.rate", "site.rateLimit.burst", "site.drain"],
        changes: ["removed"],
        why: "The default holds, or for a route what its service says. Whoever deleted the line by mistake sees it in the preview.",
    },
    { places: ["kubernetes.context"], changes: ["removed"], why: "The kubeconfig's current context holds, as with kubectl. The doctor names the cluster and the context that `up` goes to." },
    { places: ["environment"], changes: ["removed"], why: "The stack is held to what staging asks for; what only production asks for is still a warning where staging knows the rule. The preview's summary names the change." },
    { places: ["monitoring"], changes: ["removed"], why: "Nothing is measured then, which is the default: the preview shows every container and object that goes." },
    { places: ["monitoring.enabled"], changes: ["turned round"], why: "It is the switch for this: nothing is measured, and the block stays for later." },
    { places: ["services.*.backup", "services.*.backup[*]"], changes: ["removed", "emptied", "zero"], why: "A backup is a spare on top of the instances, and no service needs one. Whoever counts on one says so in a test of the stack file: `expectUpstreams` compares `backup` ([testing](testing.md))." },
    { places: ["services.*.env", "services.*.env.*"], changes: leftOut, why: "Only the application knows which variables it reads." },
    { places: ["services.*.user", "services.*.readOnly"], changes: ["removed", "turned round"], why: "Instances have no capabilities of root whether the stack file names an account or not, and what they write outside of volumes is gone with the container." },
    { places: ["services.*.maxConnections"], changes: ["removed"], why: "Without a bound an instance gets every request that balancing sends it; the rate limit stays." },
    { places: ["services.*.volumes", "services.*.volumes[*]"], changes: leftOut, why: "A volume that no service uses any more leaves the stack but keeps its data: see [volumes](volumes.md)." },
    { places: ["kubernetes.services.*.volumes.*.size"], changes: ["removed"], why: "The size for all volumes holds. A claim never shrinks: where one of another size is there, preview and `up` refuse a smaller one with both figures." },
    { places: ["kubernetes.autoscaling"], changes: ["removed"], why: "Without an autoscaler the service has its `instances`." },
    { places: ["services.*.resources.cpu", "services.*.resources.cpu.request", "services.*.resources.cpu.limit", "services.*.resources.memory.request", "services.*.resources.memory.limit"], changes: leftOut, why: "A Docker engine shares its cores fairly without any bound, and the memory's limit stands in for a request. Where production needs more, the policy [resource-limits](policies/resource-limits.md) refuses it; in staging it warns." },
    { places: ["services.*.routes[*].rateLimit", "services.*.routes[*].cache", "services.*.routes[*].buffering"], changes: ["removed", "emptied", "wrong type", "turned round"], why: "A route without a limit of its own has the site's, one without a cache asks the instances, and one with nothing said is buffered." },
    { places: ["site.headers", "site.headers.*"], changes: leftOut, why: "Headers of the user's own come on top of the built-in security headers, which stay." },
    { places: ["site.hosts", "site.hosts[*]"], changes: leftOut, why: "A site without names answers to every name, on a host with a certificate for its nodes' addresses. In production the policy [site-named](policies/site-named.md) refuses a certificate for `localhost`." },
    { places: ["tls", "tls.hsts"], changes: [...leftOut, "turned round"], why: "Browsers are not told to stay with HTTPS then: what staging may leave out, production's policy [hsts](policies/hsts.md) refuses." },
    { places: ["site.operators", "site.operators[*]"], changes: ["removed"], why: "Fewer operators: without any, the proxy's own machine alone." },
    { places: ["site.trustedProxies", "site.trustedProxies[*]"], changes: leftOut, why: "Only proxies that are named are believed, so that no client gets around its limits. Behind another proxy all clients then count as one, which is why the stack file names it." },
    { places: ["services.*"], changes: ["removed"], why: "Removing a service is an edit like any other; its paths go to whichever route covers them, else they get 404. Preview shows what goes." },
    { places: ["services.*.instances[*]"], changes: ["removed"], why: "Scaling down is this edit. Below its minimum of instances the policy [minimum-instances](policies/minimum-instances.md) refuses it, in development it warns." },
    { places: ["services.*.routes[*]"], changes: ["removed"], why: "The service answers for one path less, which falls to the next shorter route. Preview shows the location that goes." },
];

const figures: readonly Acceptance[] = [
    {
        places: ["defaults.failover.failTimeout", "defaults.health.interval", "defaults.timeouts.read", "defaults.timeouts.send", "services.*.timeouts.read", "services.*.routes[*].timeouts.read", "services.*.routes[*].timeouts.send", "services.*.failover.failTimeout", "services.*.health.startPeriod", "docker.updateTimeout", "kubernetes.updateTimeout", "kubernetes.autoscaling.behavior.*.stabilization", "kubernetes.autoscaling.behavior.*.period", "kubernetes.probes.*.timeout", "monitoring.interval", "monitoring.alerts.certificate", "services.*.metrics.interval", "services.*.routes[*].cache.ttl", "site.drain"],
        changes: ["tiny"],
        why: "A length of time within its range: a stack file does not tell how long something takes on the user's side.",
    },
    { places: ["services.*.health.startPeriod", "kubernetes.autoscaling.behavior.*.stabilization"], changes: ["zero"], why: "Zero has a meaning here: no grace after a start (an instance that needs one is not ready, and the update fails with the old ones serving), or an autoscaler that acts at once." },
    { places: ["defaults.keepalive"], changes: ["tiny"], why: "nginx works with it; preview and `up` warn, with the figures, that most requests wait for a new connection." },
    { places: ["defaults.maxBody", "services.*.routes[*].cache.maxSize"], changes: ["tiny"], why: "A size within its range: only the application knows how large bodies and answers are." },
    { places: ["docker.monitoring.ports.*", "services.*.port", "site.http", "site.https"], changes: ["tiny"], why: "Port 1 is a port. One that is taken, or that may not be opened, fails the update before anything is switched." },
    { places: ["kubernetes.autoscaling.behavior.*.percent"], changes: ["tiny"], why: "A slow autoscaler: it adds or takes one pod at a time at the least, whatever the share is." },
    { places: ["services.*.health.fall", "services.*.health.rise"], changes: ["tiny"], why: "Then a single answer decides: hasty, but what some services want. The health checker steers no traffic: it reports at `/health` and to the alerts." },
    { places: ["kubernetes.probes.*.fall"], changes: ["tiny"], why: "A single bad answer takes a pod out of rotation; when none is ready, the proxy keeps the addresses that it had. Liveness kills for a single one, after its interval: production's policy [liveness-apart-from-readiness](policies/liveness-apart-from-readiness.md) refuses less than 20 s." },
    { places: ["kubernetes.services.*.volumes.*.size", "kubernetes.volumes.size"], changes: ["tiny"], why: "A claim of 1Gi is a claim. One that is there already never shrinks: preview and `up` refuse it with both figures." },
    { places: ["monitoring.alerts.errorRatio"], changes: ["fraction"], why: "An alert when more than half of all requests fail is late, but it is the user's own threshold." },
    { places: ["services.*.failover.maxFails"], changes: ["tiny", "zero"], why: "Zero turns passive checks off, as the reference says; the active ones go on." },
    { places: ["services.*.instances"], changes: ["tiny"], why: "With an autoscaler its `min` counts and `instances` does not. Elsewhere production's minimum is held by the policy [minimum-instances](policies/minimum-instances.md), and staging may have one." },
    { places: ["services.*.maxConnections", "services.*.routes[*].rateLimit.rate", "services.*.routes[*].rateLimit.burst", "site.rateLimit.rate", "site.rateLimit.burst"], changes: ["tiny"], why: "A strict limit is a limit: what clients may do is the user's to decide, and everybody beyond it gets 429, or waits for another instance." },
    { places: ["services.*.routes[*].rateLimit.burst", "site.rateLimit.burst"], changes: ["zero"], why: "No request beyond the rate, which sign-in pages want." },
];

const words: readonly Acceptance[] = [
    { places: ["defaults.health.path", "services.*.health.path", "kubernetes.probes.*.path"], changes: ["misspelt"], why: "A stack file does not show which paths an application answers on. New containers and pods that don't answer on it never get requests, and the update fails with the old ones serving; on a host the release is not made live." },
    { places: ["host.directory", "site.name", "kubernetes.namespace"], changes: ["misspelt"], why: "Another name is another place: preview shows that everything is created again." },
    { places: ["host.nodes[*].user"], changes: ["misspelt"], why: "Only the node knows its accounts: the login fails, and nothing was changed." },
    { places: ["kubernetes.context"], changes: ["misspelt", "negative"], why: "Contexts may be called anything. One that the kubeconfig does not have is refused before anything is changed, with the names that it has." },
    { places: ["kubernetes.images.*", "services.*.image"], changes: ["misspelt"], why: "Only the registry knows its tags. An image that can't be pulled fails the update with the old instances serving." },
    { places: ["kubernetes.volumes.storageClass"], changes: ["misspelt", "turned round"], why: "Storage classes may be called anything. One that the cluster does not have is refused before anything is changed, with the names that it has." },
    { places: ["services.*.env.*"], changes: ["misspelt", "name misspelt", "negative", "huge", "nonsense", "empty text"], why: "Variables are the application's own, and reach it as they stand, whatever they mean to nginx, a shell or YAML." },
    { places: ["services.*"], changes: ["name misspelt"], why: "Another name is another service: preview shows new instances and the end of the old ones, whose volumes are kept." },
    { places: ["services.*.metrics.path"], changes: ["misspelt"], why: "A stack file does not show which paths an application answers on; Prometheus alerts about an instance that it can't read." },
    { places: ["services.*.routes[*]", "services.*.routes[*].path"], changes: ["misspelt"], why: "Any prefix may be a route. Preview shows the location under its new name." },
    { places: ["services.*.volumes[*].name", "services.*.volumes[*].path"], changes: ["misspelt"], why: "Another name is another volume, and the old one is kept with its data; only the application knows where it looks for its files." },
    { places: ["site.headers.*"], changes: ["misspelt", "name misspelt", "negative"], why: "Headers and their values are the user's own; what can't stand in a header is refused." },
    { places: ["site.hosts[*]"], changes: ["misspelt"], why: "Any name that is well-formed may be the site's. A certificate that is given has to cover it: the policy [certificate-covers-hosts](policies/certificate-covers-hosts.md) asks." },
];

const otherMeanings: readonly Acceptance[] = [
    { places: ["kubernetes.proxy.resources.cpu.request", "services.*.resources.cpu.limit"], changes: ["wrong type"], why: "A plain number is a number of cores. Seven may be more than any machine has: preview and `up` say so, with the figures." },
    { places: ["nginx.workerProcesses"], changes: ["wrong type"], why: "A number of workers instead of one for each core." },
    { places: ["services.*.user"], changes: ["wrong type"], why: "The number of an account, which is not root's." },
    { places: ["site.compression", "defaults.stripPrefix", "services.*.stripPrefix", "defaults.retries.nonIdempotent"], changes: ["turned round"], why: "Both are ways to run a service: which one is right, only its instances know." },
    { places: ["site.maintenance"], changes: ["wrong type", "turned round"], why: "It is the switch for this: everybody but the allowed clients gets 503. The preview's summary says so." },
    { places: ["site.rateLimit", "services.*.metrics"], changes: ["emptied", "wrong type"], why: "`true`, and an empty map, stand for the usual settings, as `on` does." },
];

export const acceptances: readonly Acceptance[] = [...leavingOut, ...figures, ...words, ...otherMeanings];
