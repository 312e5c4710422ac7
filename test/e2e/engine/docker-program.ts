import * as command from "@pulumi/command";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { DockerWish } from "./docker-stack";

/** Whatever resources of Docker the stack's configuration says, on the engine that it names, in the order in which it says them. */
const config = new pulumi.Config("evenkeel");
const host = config.get("host");
const provider = host === undefined ? undefined : new docker.Provider("engine", { host });

class Group extends pulumi.ComponentResource {
    constructor() {
        super("evenkeel:test:Docker", "group", {}, provider === undefined ? {} : { providers: { docker: provider } });
    }
}

const group = new Group();
const made = new Map<string, pulumi.CustomResource>();

function make({ kind, name, args, after = [], options = {} }: DockerWish): pulumi.CustomResource {
    const dependsOn = after.flatMap(other => made.get(other) ?? []);
    const opts = { parent: group, dependsOn, ...options };
    switch (kind) {
        case "network":
            return new docker.Network(name, args as docker.NetworkArgs, opts);
        case "volume":
            return new docker.Volume(name, args as docker.VolumeArgs, opts);
        case "image":
            return new docker.RemoteImage(name, args as unknown as docker.RemoteImageArgs, opts);
        case "container":
            return new docker.Container(name, args as unknown as docker.ContainerArgs, opts);
        case "command":
            return new command.local.Command(name, args as command.local.CommandArgs, opts);
    }
}

for (const wish of config.requireObject<DockerWish[]>("resources")) {
    made.set(wish.name, make(wish));
}

export const ids = Object.fromEntries([...made].map(([name, resource]) => [name, resource.id]));
