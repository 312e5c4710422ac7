import { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { HostModel, HostNode, HostTarget as Target } from "../../config/model";
import { healthUrl, instanceAddresses, siteUrl } from "../addresses";
import type { TargetArgs, TargetOutputs } from "../target";
import { certificateCommand, fingerprintOf, releaseCommand, type NodePush } from "./node-commands";

/**
 * The load balancer on hosts of the user's own, over SSH.
 *
 * Nodes are updated one after another, each with at most two connections: one for the certificate, one for the release.
 * A node that refuses its release goes on serving the one before, and the nodes after it are left alone.
 */
export class HostTarget extends pulumi.ComponentResource implements TargetOutputs {
    /** Where clients find the site: under its first name, else on the first node. */
    readonly url: pulumi.Output<string>;
    /** Answers JSON, 200 or 503. */
    readonly healthUrl: pulumi.Output<string>;
    /** What every node answers at `/-/evenkeel/release`. */
    readonly release: pulumi.Output<string>;
    readonly target: pulumi.Output<string>;
    readonly proxy: pulumi.Output<string>;
    /** Service name to `address:port`, backups last. */
    readonly instances: pulumi.Output<Record<string, string[]>>;

    constructor(private readonly name: string, private readonly args: TargetArgs<Target>, options?: pulumi.ComponentResourceOptions) {
        super("evenkeel:host:HostTarget", name, {}, options);
        const { model } = args;
        this.pushToNodes();
        this.url = pulumi.output(siteUrl(model, machineOf(model)));
        this.healthUrl = pulumi.output(healthUrl(model, machineOf(model)));
        this.release = this.releaseId();
        this.target = pulumi.output(model.target.kind);
        this.proxy = pulumi.output(model.proxy);
        this.instances = pulumi.output(instanceAddresses(model));
        this.registerOutputs({
            url: this.url,
            healthUrl: this.healthUrl,
            release: this.release,
            target: this.target,
            proxy: this.proxy,
            instances: this.instances,
        });
    }

    /** One after another: a release that the first node refuses never reaches the second. */
    private pushToNodes(): void {
        let previous: remote.Command | undefined;
        for (const node of this.args.model.target.nodes) {
            const certificate = this.pushCertificate(node, previous);
            previous = this.pushRelease(node, certificate ?? previous);
        }
    }

    private pushCertificate(node: HostNode, after: remote.Command | undefined): remote.Command | undefined {
        const { certificate } = this.args;
        return certificate && new remote.Command(this.childName(node, "certificate"), certificateCommand(this.pushTo(node), certificate), this.child(after));
    }

    private pushRelease(node: HostNode, after: remote.Command | undefined): remote.Command {
        const { rendered, certificate } = this.args;
        return new remote.Command(this.childName(node, "release"), releaseCommand(this.pushTo(node), rendered, certificate), this.child(after));
    }

    /** Named after the node itself, so that adding and removing nodes leaves the others alone. */
    private childName({ address, port }: HostNode, part: string): string {
        return `${this.name}-${address}${port === 22 ? "" : `:${port}`}-${part}`;
    }

    private child(after: remote.Command | undefined): pulumi.CustomResourceOptions {
        return { parent: this, dependsOn: after === undefined ? [] : [after] };
    }

    private pushTo(node: HostNode): NodePush {
        return { node, model: this.args.model, privateKey: this.args.secrets["host.privateKey"] };
    }

    private releaseId(): pulumi.Output<string> {
        const { rendered, certificate } = this.args;
        return certificate === undefined ? pulumi.output(rendered.release) : pulumi.interpolate`${rendered.release}.${fingerprintOf(certificate)}`;
    }
}

/** Where the site is found without a name: on the address it listens on, else on the first node. */
function machineOf({ site, target }: HostModel): string {
    return site.listen ?? target.nodes[0]?.address ?? "localhost";
}
