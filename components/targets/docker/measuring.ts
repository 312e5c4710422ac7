import { local } from "@pulumi/command";
import * as docker from "@pulumi/docker";
import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import type { DockerModel } from "../../config/model";
import type { Rendered } from "../../proxy/rendered";
import { reloadCommand } from "./commands";
import type { Images } from "./images";
import { monitoringContainers, type MonitoringContainer } from "./monitoring/containers";
import { monitoringSpec } from "./monitoring/spec";

/** What the monitoring containers are made with. */
export interface MeasuringParts {
    readonly model: DockerModel;
    readonly rendered: Rendered;
    readonly images: Images;
    readonly options: pulumi.CustomResourceOptions;
    /** The same for what is not the engine's provider to make. */
    readonly besides: pulumi.CustomResourceOptions;
    /** There before the first of them: the release that brings their files. */
    readonly after: readonly pulumi.Resource[];
}

/** The containers that measure the stack. They read what a release brings, and read it again when told to: no change of it replaces one. */
export class Measuring {
    /** Of Grafana's account `admin`; undefined where nothing is measured. */
    readonly grafanaPassword: pulumi.Output<string> | undefined;

    constructor(private readonly parts: MeasuringParts) {
        const containers = monitoringContainers(parts.model);
        if (containers.length === 0) {
            return;
        }
        this.grafanaPassword = this.password();
        const started = containers.map(container => this.container(container));
        this.reload(containers.filter(({ reload }) => reload !== null), started);
    }

    private container(container: MonitoringContainer): docker.Container {
        const { model, images, options, after } = this.parts;
        const spec = monitoringSpec(model, container);
        const image = images.pulled(model.target.images[container.image]);
        const uploads = container.secretFiles.map(({ path }) => ({ file: path, content: this.grafanaPassword ?? "", permissions: "0444" }));
        const args = { ...spec, image: image.id, mustRun: false, destroyGraceSeconds: 10, ...(uploads.length === 0 ? {} : { uploads }) };
        // Names, ports and the files that they keep are for one at a time.
        return new docker.Container(spec.name, args, { ...options, dependsOn: [...after], deleteBeforeReplace: true });
    }

    /** None of them watches its files, and none has an address at which anybody could tell it to read them. */
    private reload(containers: readonly MonitoringContainer[], started: readonly docker.Container[]): void {
        const { model, rendered, besides } = this.parts;
        const files = rendered.files.filter(({ path }) => path.startsWith("monitoring/"));
        const print = createHash("sha256").update(JSON.stringify(files)).digest("hex");
        const names = containers.map(({ part }) => `${model.name}-${part}`);
        new local.Command(`${model.name}-monitoring`, reloadCommand(model, names, print), { ...besides, dependsOn: [...started] });
    }

    /** As random as the key that it is made of, and as long as the stack has that key. */
    private password(): pulumi.Output<string> {
        const { model, besides } = this.parts;
        const key = new tls.PrivateKey(`${model.name}-grafana`, { algorithm: "ED25519" }, besides);
        return pulumi.secret(key.privateKeyPem.apply(pem => createHash("sha256").update(pem).digest("base64url").slice(0, 24)));
    }
}
