import { local } from "@pulumi/command";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { DockerModel, Service } from "../../config/model";
import type { TargetArgs } from "../target";
import { slotCommand } from "./commands";
import { generationOf, slotsOf, type Generation, type Slot } from "./generation";
import type { Images, StackImage } from "./images";

/** What the instances of all services are made with. */
export interface FleetParts {
    readonly model: DockerModel;
    readonly secrets: TargetArgs["secrets"];
    readonly secretPrints: TargetArgs["secretPrints"];
    readonly images: Images;
    readonly options: pulumi.CustomResourceOptions;
    /** The same for what is not the engine's provider to make. */
    readonly besides: pulumi.CustomResourceOptions;
    /** There before the first instance. */
    readonly after: readonly pulumi.Resource[];
}

/**
 * The instances of all services. Within a service one slot after another: the next one begins when the one before answers,
 * is in rotation, and the generation that it replaces has stopped. A slot that fails leaves those after it alone.
 */
export class Fleet {
    /** The last command of each service. */
    readonly ends: readonly pulumi.Resource[];

    constructor(private readonly parts: FleetParts) {
        this.ends = parts.model.services.map(service => this.service(service));
    }

    private service(service: Service): pulumi.Resource {
        const slots = slotsOf(service);
        let previous = this.parts.after;
        for (const slot of slots) {
            previous = [this.slot(slot, previous)];
        }
        const [end] = previous;
        if (end === undefined) {
            throw new Error(`${service.name} has no instances.`);
        }
        return end;
    }

    private slot(slot: Slot, after: readonly pulumi.Resource[]): pulumi.Resource {
        const { model, images, besides } = this.parts;
        const image = images.ofService(slot.service, slot.container.image);
        const generation = generationOf(model, slot, image.reference, this.secretPrints(slot));
        const container = this.container(slot, generation, image, after);
        return new local.Command(`${model.name}-${slot.instance.address}`, slotCommand(model, slot, generation), { ...besides, dependsOn: [container] });
    }

    private container(slot: Slot, { name, hash, spec }: Generation, image: StackImage, after: readonly pulumi.Resource[]): docker.Container {
        const { model, options } = this.parts;
        const labels = { "evenkeel.site": model.name, "evenkeel.slot": slot.instance.address, "evenkeel.spec": hash.slice(0, 16) };
        const args: docker.ContainerArgs = {
            ...spec,
            name,
            image: image.id,
            envs: this.environment(slot, spec.envs),
            labels: Object.entries(labels).map(([label, value]) => ({ label, value })),
            // One that ends at once is the slot command's to tell of, with its last words.
            mustRun: false,
            destroyGraceSeconds: Math.ceil(model.site.drain / 1000),
        };
        // A generation never changes its image: another one is another container.
        return new docker.Container(name, args, { ...options, dependsOn: [...after], ignoreChanges: ["image"] });
    }

    private environment(slot: Slot, plain: readonly string[]): docker.ContainerArgs["envs"] {
        const secret = slot.container.secrets.map(name => pulumi.interpolate`${name}=${this.secret(slot, name)}`);
        return secret.length === 0 ? [...plain] : [...plain, ...secret];
    }

    private secret({ service }: Slot, name: string): pulumi.Output<string> {
        const value = this.parts.secrets[`services.${service.name}.secrets.${name}`];
        if (value === undefined) {
            throw new Error(`The validator accepted the secret ${name} of ${service.name} without its value.`);
        }
        return value;
    }

    private secretPrints({ service, container }: Slot): string[] {
        return container.secrets.map(name => `${name} ${this.parts.secretPrints[`services.${service.name}.secrets.${name}`] ?? ""}`);
    }
}
