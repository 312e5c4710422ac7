import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { DockerModel, Image, Service } from "../../config/model";
import { builtImage } from "./build-context";

/** An image of the stack: there on the engine, pulled, or built. */
export interface StackImage {
    /** What the containers of an earlier and a later image differ in, known before anything is pulled or built. */
    readonly reference: string;
    readonly id: pulumi.Output<string>;
    readonly resource: docker.RemoteImage;
}

/** The images of one stack, each of them once however many containers use it. They stay on the engine: a way back needs no registry. */
export class Images {
    private readonly known = new Map<string, StackImage>();

    constructor(
        private readonly model: DockerModel,
        private readonly options: pulumi.CustomResourceOptions,
    ) {}

    /** @param name `nginx:1.28.0`, with a tag or a digest. */
    pulled(name: string): StackImage {
        return this.once(name, name, {});
    }

    /** What the instances of a service are started from. */
    ofService(service: Service, image: Image): StackImage {
        if (image.kind === "prebuilt") {
            return this.pulled(image.name);
        }
        const { context, dockerfile, stage, args } = image;
        return this.once(`${this.model.name}-${service.name}`, builtImage(this.model.name, service.name, image), {
            build: {
                context,
                dockerfile,
                ...(stage === null ? {} : { target: stage }),
                ...(args.length === 0 ? {} : { buildArgs: Object.fromEntries(args.map(({ name, value }) => [name, value])) }),
            },
        });
    }

    private once(key: string, reference: string, more: Pick<docker.RemoteImageArgs, "build">): StackImage {
        const known = this.known.get(key);
        if (known !== undefined) {
            return known;
        }
        const resource = new docker.RemoteImage(key, { name: reference, keepLocally: true, ...more }, this.options);
        const image = { reference, id: resource.imageId, resource };
        this.known.set(key, image);
        return image;
    }
}
