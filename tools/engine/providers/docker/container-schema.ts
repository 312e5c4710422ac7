import { labelFields } from "./labels";
import type { Fields, Property, Schema, Shape } from "./schema";

const replace = (shape: Shape, more: Partial<Property> = {}): Property => ({ shape, edit: "replace", ...more });
const update = (shape: Shape, more: Partial<Property> = {}): Property => ({ shape, edit: "update", ...more });
const ignored = (shape: Shape, more: Partial<Property> = {}): Property => ({ shape, edit: "ignored", ...more });
const set = { unordered: true } as const;
const kept = { kept: true } as const;

const text = { shape: "text" } as const;
const whole = { shape: "whole" } as const;
const flag = { shape: "flag" } as const;
const needed = { required: true } as const;

const ports: Fields = { internal: { ...whole, ...needed }, external: whole, ip: { ...text, default: "0.0.0.0" }, protocol: { ...text, default: "tcp" } };
const networks: Fields = { name: { ...text, ...needed }, aliases: { shape: "texts" }, ipv4Address: text, ipv6Address: text };
const volumes: Fields = { containerPath: text, volumeName: text, hostPath: text, readOnly: flag };
const uploads: Fields = { file: { ...text, ...needed }, content: text, contentBase64: text, executable: flag, permissions: text };
const mounts: Fields = {
    type: { ...text, ...needed },
    target: { ...text, ...needed },
    source: text,
    readOnly: flag,
    tmpfsOptions: { shape: { one: { sizeBytes: whole, mode: whole } } },
};
const healthcheck: Fields = { tests: { shape: "texts" }, interval: text, timeout: text, startPeriod: text, startInterval: { ...text, default: "0s" }, retries: whole };

/**
 * Which input of a container does what when it is edited: what terraform-provider-docker 4.5.0 marks `ForceNew`, what its
 * update hands to Docker, and what it only writes down.
 */
export const containerSchema: Schema = {
    name: replace("text", needed),
    image: replace("text", needed),
    command: replace("texts", kept),
    entrypoints: replace("texts", kept),
    envs: replace("texts", { ...set, ...kept }),
    user: replace("text", kept),
    hostname: replace("text", kept),
    workingDir: replace("text", kept),
    labels: replace({ list: labelFields }, { ...set, ...kept }),
    readOnly: replace("flag", { default: false }),
    privileged: replace("flag", { default: false }),
    networkMode: replace("text", { default: "bridge" }),
    networksAdvanced: replace({ list: networks }, set),
    pidMode: replace("text"),
    ipcMode: replace("text", kept),
    ports: replace({ list: ports }),
    volumes: replace({ list: volumes }, set),
    mounts: replace({ list: mounts }, { ...set, within: "ignored" }),
    uploads: replace({ list: uploads }, set),
    hosts: replace({ list: { host: { ...text, ...needed }, ip: { ...text, ...needed } } }, set),
    capabilities: replace({ one: { adds: { shape: "texts" }, drops: { shape: "texts" } } }, set),
    securityOpts: replace("texts", { ...set, ...kept }),
    groupAdds: replace("texts", set),
    ulimits: replace({ list: { name: { ...text, ...needed }, soft: { ...whole, ...needed }, hard: { ...whole, ...needed } } }, set),
    sysctls: replace("map"),
    shmSize: replace("whole", kept),
    cpus: replace("text"),
    stopSignal: replace("text", kept),
    stopTimeout: replace("whole", kept),
    logDriver: replace("text", kept),
    logOpts: replace("map"),

    restart: update("text", { default: "no" }),
    maxRetryCount: update("whole", { default: 0 }),
    memory: update("whole"),
    memoryReservation: update("whole", { default: 0 }),
    memorySwap: update("whole"),
    cpuShares: update("whole"),
    cpuSet: update("text"),
    mustRun: update("flag", { default: true }),

    healthcheck: ignored({ one: healthcheck }, kept),
    init: ignored("flag", kept),
    tmpfs: ignored("map"),
    start: ignored("flag", { default: true }),
    rm: ignored("flag", { default: false }),
    wait: ignored("flag", { default: false }),
    waitTimeout: ignored("whole", { default: 60 }),
    removeVolumes: ignored("flag", { default: true }),
    destroyGraceSeconds: ignored("whole"),
};
