import { local } from "@pulumi/command";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { DockerModel, DockerTarget as Target } from "../../config/model";
import { stateOutputs, targetOutputs } from "../outputs";
import type { TargetArgs, TargetOutputs } from "../target";
import { agentContainer } from "./agent-container";
import { certificateCommand, releaseCommand } from "./commands";
import { Fleet } from "./fleet";
import { Ground } from "./ground";
import { Images } from "./images";
import { machineOf } from "./machine";
import { Measuring } from "./measuring";
import { proxyContainer } from "./proxy-container";

/**
 * The load balancer and the instances behind it on one Docker engine.
 *
 * Instances are replaced one at a time within a service, healthy first, drained before they stop; the proxy only ever
 * reloads. See docs/docker.md for the order of things.
 */
export class DockerTarget extends pulumi.ComponentResource {
    readonly outputs: TargetOutputs;

    private readonly model: DockerModel;
    private readonly images: Images;
    private readonly options: pulumi.CustomResourceOptions;

    constructor(private readonly name: string, private readonly args: TargetArgs<Target>, options?: pulumi.ComponentResourceOptions) {
        super("evenkeel:docker:DockerTarget", name, {}, options);
        const { model } = args;
        this.model = model;
        this.options = { parent: this, provider: this.engine() };
        this.images = new Images(model, this.options);
        const { measuring, release } = this.deploy();
        const { grafanaPassword } = measuring;
        this.outputs = { ...targetOutputs(args, machineOf(model)), grafanaPassword };
        this.registerOutputs(stateOutputs(this.outputs, args, release));
    }

    /** A provider of its own, so that another engine is a change of the provider and not of everything on it. */
    private engine(): docker.Provider {
        const { host } = this.model.target;
        return new docker.Provider(`${this.name}-engine`, host === null ? {} : { host }, { parent: this });
    }

    private deploy(): { readonly release: local.Command; readonly measuring: Measuring } {
        const { model, options, images } = this;
        const { rendered, certificate, secrets, secretPrints } = this.args;
        const ground = new Ground(model, images, options);
        const proxyImage = images.pulled(model.target.images.proxy);
        // Only one container at a time can have the site's ports, or its name.
        const replaced = { ...options, deleteBeforeReplace: true };
        const proxy = new docker.Container(`${this.name}-proxy`, { ...proxyContainer(model), image: proxyImage.id }, { ...replaced, dependsOn: [...ground.all] });
        const agent = new docker.Container(`${this.name}-agent`, { ...agentContainer(model), image: proxyImage.id }, { ...replaced, dependsOn: [proxy] });
        const stored = certificate && new local.Command(`${this.name}-certificate`, certificateCommand(model, certificate), { parent: this, dependsOn: [agent] });
        const fleet = new Fleet({ model, secrets, secretPrints, images, options, besides: { parent: this }, after: [agent] });
        const before = [...fleet.ends, ...(stored === undefined ? [] : [stored])];
        const release = new local.Command(`${this.name}-release`, releaseCommand(model, rendered, certificate), { parent: this, dependsOn: before });
        return { release, measuring: new Measuring({ model, rendered, images, options, besides: { parent: this }, after: [release] }) };
    }
}
