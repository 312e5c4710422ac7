import type { KubernetesModel } from "../../../config/model";
import type { Rendered } from "../../../proxy/rendered";
import { agentMetrics, metricsVolumes, sidecars } from "../monitoring/pod";
import { agentPart, nginxPart, scratchVolumes, type CommandProbe, type Mount, type PodPart } from "../proxy-pod";
import { podScripts } from "../scripts";
import { agentMap, fileItems, releaseItems } from "./config-maps";
import { sitePorts } from "./exposure";
import type { Deployment } from "./manifest";
import { certificateName, proxyName, releaseName } from "./names";
import type { Container, ContainerPort, ProbeSpec, Sidecar, Volume, VolumeMount } from "./pod";
import { binaryQuantity, resourceRequirements } from "./quantities";
import { anyContainer, anyPort, containerSecurity, departure, deployment, oneByOne, podSecurity, usualAccount } from "./workload";

/** Seconds in which a pod that is to go serves on at the least: kube-proxy and the agents of others know of it by then. */
const leastPause = 10;

/** The same where a load balancer asks nodes for their health, and leaves one out after three bad answers. */
const leastPauseBehindBalancer = 30;

/** nginx and its agent, with the files of one release. Another release is another revision of its pods. */
export function proxyDeployment(model: KubernetesModel, rendered: Rendered): Deployment {
    const { images, proxy, exposure } = model.target;
    const { lifecycle, terminationGracePeriodSeconds } = departure(model.site.drain, exposure.service === "LoadBalancer" ? leastPauseBehindBalancer : leastPause);
    return deployment(model, {
        name: proxyName(model),
        owner: { name: "proxy", component: "proxy" },
        image: images.proxy,
        replicas: proxy.replicas,
        strategy: oneByOne,
        annotations: { "evenkeel/release": rendered.release },
        pod: {
            serviceAccountName: proxyName(model),
            terminationGracePeriodSeconds,
            securityContext: { ...podSecurity(usualAccount), sysctls: [anyPort] },
            initContainers: [agent(model), ...sidecars(model)],
            containers: [{ ...nginx(model), lifecycle }],
            volumes: volumes(model, rendered),
        },
    });
}

function nginx(model: KubernetesModel): Container {
    return {
        ...part(model, "nginx", nginxPart(model)),
        ports: sitePorts(model).map(({ name, port }): ContainerPort => ({ name, containerPort: port, protocol: "TCP" })),
        resources: resourceRequirements(model.target.proxy.resources),
        readinessProbe: { ...alive, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 2 },
        // A proxy that is merely busy is not to be ended.
        livenessProbe: { ...alive, periodSeconds: 20, timeoutSeconds: 10, failureThreshold: 3 },
    };
}

const alive: Pick<ProbeSpec, "httpGet"> = { httpGet: { path: "/nginx-health", port: "http" } };

function agent(model: KubernetesModel): Sidecar {
    const { resources, startup, liveness, ...rest } = agentPart(model);
    const own = part(model, "agent", rest);
    const { env, volumeMounts } = agentMetrics(model);
    return {
        ...own,
        restartPolicy: "Always",
        env: [...(own.env ?? []), ...env],
        volumeMounts: [...(own.volumeMounts ?? []), ...volumeMounts],
        resources: resourceRequirements(resources),
        startupProbe: commandProbe(startup),
        livenessProbe: commandProbe(liveness),
    };
}

function part({ target }: KubernetesModel, name: string, { command, env, mounts }: PodPart): Omit<Container, "resources"> {
    return {
        name,
        image: target.images.proxy,
        ...anyContainer,
        command: [...command],
        ...(env.length === 0 ? {} : { env: env.map(({ name, value }) => ({ name, value })) }),
        volumeMounts: mounts.map(volumeMount),
        securityContext: containerSecurity(true),
    };
}

function volumeMount({ volume, path, readOnly, subPath }: Mount): VolumeMount {
    return { name: volume, mountPath: path, ...(subPath === null ? {} : { subPath }), ...(readOnly ? { readOnly } : {}) };
}

function commandProbe({ command, period, timeout, failures }: CommandProbe): ProbeSpec {
    return { exec: { command: [...command] }, periodSeconds: period, timeoutSeconds: timeout, failureThreshold: failures };
}

function volumes(model: KubernetesModel, rendered: Rendered): Volume[] {
    const scripts = agentMap(model, podScripts).metadata.name;
    const scratch = scratchVolumes.map(({ name, inMemory, sizeLimit }) => ({
        name,
        emptyDir: { ...(inMemory ? { medium: "Memory" as const } : {}), ...(sizeLimit === null ? {} : { sizeLimit: binaryQuantity(sizeLimit) }) },
    }));
    return [
        { name: "release", configMap: { name: releaseName(model, rendered.release), items: releaseItems(rendered) } },
        { name: "scripts", configMap: { name: scripts, items: fileItems(podScripts) } },
        // For the pod's own account, which the files belong to as a group.
        ...(model.tls.mode === "off" ? [] : [{ name: "tls", secret: { secretName: certificateName(model), defaultMode: 0o440 } }]),
        ...scratch,
        ...metricsVolumes(model),
    ];
}
