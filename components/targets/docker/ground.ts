import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { DockerModel } from "../../config/model";
import type { Images } from "./images";
import { dataVolumes } from "./monitoring/containers";
import { networkName, volumeName } from "./names";
import { toolsVolume } from "./probe";

/** What the containers stand on: networks, volumes, and the tools that every instance finds in one of them. */
export class Ground {
    readonly all: readonly pulumi.Resource[];

    constructor(
        private readonly model: DockerModel,
        private readonly images: Images,
        private readonly options: pulumi.CustomResourceOptions,
    ) {
        this.all = [...this.networks(), ...this.ownVolumes(), ...this.dataVolumes(), this.tools()];
    }

    private networks(): pulumi.Resource[] {
        const { isolated } = this.model.target;
        const parts = [
            { part: "front", internal: false },
            { part: "back", internal: isolated },
            ...(this.model.monitoring === null ? [] : [{ part: "monitoring", internal: false } as const]),
        ] as const;
        return parts.map(({ part, internal }) => {
            const name = networkName(this.model, part);
            return new docker.Network(name, { name, driver: "bridge", internal, labels: this.labels() }, this.options);
        });
    }

    /** They hold nothing that the next `up` does not write again. */
    private ownVolumes(): pulumi.Resource[] {
        const parts = ["config", "run", "logs", "cache", ...(this.model.monitoring === null ? [] : ["monitoring"])];
        return parts.map(part => this.volume(volumeName(this.model, part), this.options));
    }

    /** They are the user's: whatever goes, they stay on the engine, and the next stack of this name finds them again. */
    private dataVolumes(): pulumi.Resource[] {
        const ofServices = this.model.services.flatMap(({ name, container }) => (container?.volumes ?? []).map(volume => `${name}-${volume.name}`));
        const ofMonitoring = this.model.monitoring === null ? [] : dataVolumes;
        return [...ofServices, ...ofMonitoring].map(part => this.volume(volumeName(this.model, part), { ...this.options, retainOnDelete: true }));
    }

    /** The engine fills a new volume from the image of the first container that it is mounted in, which need not even start. */
    private tools(): pulumi.Resource {
        const name = toolsVolume(this.model);
        const volume = this.volume(name, this.options);
        const image = this.images.pulled(this.model.target.images.probe);
        const labels = [{ label: "evenkeel.site", value: this.model.name }];
        const volumes = [{ volumeName: name, containerPath: "/bin", readOnly: false }];
        const filler = { name, image: image.id, labels, volumes, start: false, mustRun: false };
        return new docker.Container(name, filler, { ...this.options, dependsOn: [volume], ignoreChanges: ["image"] });
    }

    private volume(name: string, options: pulumi.CustomResourceOptions): docker.Volume {
        return new docker.Volume(name, { name, labels: this.labels() }, options);
    }

    private labels(): { label: string; value: string }[] {
        return [{ label: "evenkeel.site", value: this.model.name }];
    }
}
