import { defaulted, optional, required } from "../setting";
import { buildStage, containerPath, containerUser, contextFile, projectFolder } from "../types/container";
import { cores } from "../types/cores";
import { environmentName, environmentValue, variableName, variables } from "../types/environment";
import { group } from "../types/group";
import { imageReference } from "../types/image";
import { list } from "../types/list";
import { duration, size } from "../types/measure";
import { name } from "../types/names";
import { yesOrNo } from "../types/scalar";
import { secret } from "../types/secret";
import { switchable } from "../types/switchable";
import { webPath } from "../types/web-path";
import { builtThere, inContainers } from "./targets";

const build = group({
    context: defaulted(projectFolder, ".", { ...builtThere, doc: "Folder that the build sees." }),
    dockerfile: defaulted(contextFile, "Dockerfile", { ...builtThere, doc: "What to do, relative to the context." }),
    stage: optional(buildStage, "the last", { ...builtThere, doc: "Stage to stop at.", elsewhere: ["target"] }),
    args: defaulted(variables(variableName, environmentValue), {}, {
        ...builtThere,
        doc: "Build arguments, which everybody can read in the image: they are no place for secrets.",
    }),
});

const memory = size("6m", "1000g");

const resources = group({
    cpu: defaulted(group({
        request: optional(cores, "nothing is set aside", { ...inContainers, doc: "Cores that an instance gets when all are busy." }),
        limit: optional(cores, "no bound", { ...inContainers, doc: "Cores that it never exceeds." }),
    }), {}, { ...inContainers, doc: "Cores for each instance." }),
    memory: defaulted(group({
        request: optional(memory, "nothing is set aside", { ...inContainers, doc: "Memory that an instance keeps when it runs short." }),
        limit: optional(memory, "no bound", { ...inContainers, doc: "Memory beyond which it is killed and started again." }),
    }), {}, { ...inContainers, doc: "Memory for each instance." }),
});

const volume = group({
    name: required(name([]), { ...inContainers, doc: "Name of the volume within its service.", elsewhere: ["source"] }),
    path: required(containerPath, { ...inContainers, doc: "Where the instances see it.", elsewhere: ["target", "mountPath"] }),
    readOnly: defaulted(yesOrNo, false, { ...inContainers, doc: "Whether the instances can only read it." }),
});

const metrics = group({
    path: defaulted(webPath, "/metrics", { ...inContainers, doc: "What Prometheus asks every instance for; on the site it is the operators' alone, unless a route opens it with an `allow` of its own." }),
    interval: optional(duration({ from: "1s", to: "1h" }), "that of `monitoring`, else 15s", { ...inContainers, doc: "Pause between two readings." }),
});

/** What a service's instances are started from, and what is measured of them; the same words for every target that starts them. */
export const containerSettings = {
    image: optional(imageReference, "needed where there is no build", { ...inContainers, doc: "Image of the instances; one of image and build has to be there." }),
    build: optional(build, "needed where there is no image", { ...builtThere, doc: "Builds the image from a folder instead." }),
    env: defaulted(variables(environmentName, environmentValue), {}, { ...inContainers, doc: "Environment variables that are no secrets.", elsewhere: ["environment"] }),
    secrets: defaulted(variables(environmentName, secret("a value")), {}, { ...inContainers, doc: "Environment variables that are stored encrypted." }),
    resources: defaulted(resources, {}, { ...inContainers, doc: "Cores and memory for each instance." }),
    volumes: defaulted(list(volume, "volumes", { most: 50 }), [], {
        ...inContainers,
        doc: "Data that outlives the instances; all instances of the service share it.",
    }),
    user: optional(containerUser, "as the image has it; 10001:10001 on kubernetes", { ...inContainers, doc: "Account that the instances run under; on kubernetes by numbers.", elsewhere: ["runAsUser"] }),
    readOnly: defaulted(yesOrNo, false, { ...inContainers, doc: "Whether the image's own files are read-only; /tmp is in memory then." }),
    metrics: defaulted(switchable(metrics, {}), "off", { ...inContainers, doc: "Has Prometheus read what the instances tell of themselves." }),
};
