import type * as pulumi from "@pulumi/pulumi";
import type { Stack } from "../config/load";
import type { Model, Target } from "../config/model";
import type { Rendered } from "../proxy/rendered";
import type { Certificate } from "../tls/certificate";

/** What every target is given. */
export interface TargetArgs<T extends Target = Target> {
    readonly model: Model<T>;
    /** The proxy's files and the target's own, sealed together. */
    readonly rendered: Rendered;
    /** undefined: TLS is off. */
    readonly certificate: Certificate | undefined;
    readonly secrets: Stack["secrets"];
    readonly secretPrints: Stack["secretPrints"];
}

/** What every target gives back: the stack's outputs. */
export interface TargetOutputs {
    /** Where clients reach the site. */
    readonly url: pulumi.Output<string>;
    /** Answers 200 while every service has an instance that is up, 503 otherwise. */
    readonly healthUrl: pulumi.Output<string>;
    /** What the running proxy says it serves. */
    readonly release: pulumi.Output<string>;
    readonly target: pulumi.Output<string>;
    readonly proxy: pulumi.Output<string>;
    /** `address:port` of every instance, backups last, by service; on kubernetes of the name that leads to a service's pods. */
    readonly instances: pulumi.Output<Record<string, string[]>>;
    /** Where the cluster lets clients in, whatever names the site has; undefined where the target is the user's own machine. */
    readonly address?: pulumi.Output<string> | undefined;
    /** Of Grafana's account `admin`, a secret; undefined where the target brings no Grafana. */
    readonly grafanaPassword?: pulumi.Output<string> | undefined;
}
