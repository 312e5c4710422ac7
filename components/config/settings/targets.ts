/** Settings of a machine that the load balancer is put on. */
export const onHosts = { targets: ["host"] } as const;

const instancesAreYours = "On a host you start the instances yourself: list their addresses in `instances`.";

/** Settings of containers that the target starts. */
export const inContainers = {
    targets: ["docker", "kubernetes"],
    instead: instancesAreYours,
} as const;

/** Settings of images that the target's own machine makes. */
export const builtThere = {
    targets: ["docker"],
    instead: {
        host: instancesAreYours,
        kubernetes: "Push the image to a registry that the cluster pulls from, and name it in `image`.",
    },
} as const;

/** Settings of the Docker engine. */
export const onDocker = { targets: ["docker"] } as const;

/** Settings of the cluster. */
export const onKubernetes = { targets: ["kubernetes"] } as const;

/** What is measured by a Prometheus: the stack's own, or the cluster's. */
export const measured = { targets: ["docker", "kubernetes"] } as const;
