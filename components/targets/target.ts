import type * as pulumi from "@pulumi/pulumi";
import type { Stack } from "../config/load";
import type { Model } from "../config/model";
import type { Rendered } from "../proxy/rendered";
import type { Certificate } from "../tls/certificate";

/** What every target is given. */
export interface TargetArgs {
    readonly model: Model;
    readonly rendered: Rendered;
    /** undefined: TLS is off. */
    readonly certificate: Certificate | undefined;
    readonly secrets: Stack["secrets"];
}

/** What every target gives back; the stack's outputs. */
export interface TargetOutputs {
    /** Where clients reach the site. */
    readonly url: pulumi.Output<string>;
    /** Answers 200 while every service has an instance that is up, 503 otherwise. */
    readonly healthUrl: pulumi.Output<string>;
    /** What the running proxy says it serves. */
    readonly release: pulumi.Output<string>;
    readonly target: string;
    readonly proxy: string;
    /** `address:port` of every instance and backup, by service. */
    readonly instances: Readonly<Record<string, readonly string[]>>;
}
