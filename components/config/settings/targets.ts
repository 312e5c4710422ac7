/** Settings of a machine that the load balancer is put on. */
export const onHosts = { targets: ["host"] } as const;

/** Settings of containers that the target starts. */
export const inContainers = {
    targets: ["docker"],
    instead: "On a host you start the instances yourself: list their addresses in `instances`.",
} as const;

/** Settings of the Docker engine. */
export const onDocker = { targets: ["docker"] } as const;
