import { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { HostModel, HostNode, HostTarget as Target } from "../../config/model";
import { stateOutputs, targetOutputs } from "../outputs";
import type { TargetArgs, TargetOutputs } from "../target";
import { certificateCommand, releaseCommand, type NodePush } from "./node-commands";

/**
 * The load balancer on hosts of the user's own, over SSH.
 *
 * Nodes are updated one after another, each with at most two connections: one for the certificate, one for the release.
 * A node that refuses its release goes on serving the one before, and the nodes after it are left alone.
 */
export class HostTarget extends pulumi.ComponentResource {
    readonly outputs: TargetOutputs;

    constructor(private readonly name: string, private readonly args: TargetArgs<Target>, options?: pulumi.ComponentResourceOptions) {
        super("evenkeel:host:HostTarget", name, {}, options);
        const last = this.pushToNodes();
        this.outputs = targetOutputs(args, machineOf(args.model));
        this.registerOutputs(stateOutputs(this.outputs, args, last));
    }

    /** One after another: a release that the first node refuses never reaches the second. */
    private pushToNodes(): remote.Command | undefined {
        let previous: remote.Command | undefined;
        for (const node of this.args.model.target.nodes) {
            const certificate = this.pushCertificate(node, previous);
            previous = this.pushRelease(node, certificate ?? previous);
        }
        return previous;
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
}

/** Where the site is found without a name: on the address it listens on, else on the first node. */
function machineOf({ site, target }: HostModel): string {
    return site.listen ?? target.nodes[0]?.address ?? "localhost";
}
