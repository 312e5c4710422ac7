import { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { HostModel, HostNode } from "../../config/model";
import type { Rendered } from "../../proxy/rendered";
import type { Certificate } from "../../tls/certificate";
import { chainFingerprint } from "../certificate-files";
import { releaseBundle } from "../release-bundle";
import { applyRelease, certificateBundle, removeCertificates, removeRelease, storeCertificate } from "./push";

/** One node's part of a deployment. */
export interface NodePush {
    readonly node: HostNode;
    readonly model: HostModel;
    /** Opens the node; undefined: the SSH agent does. */
    readonly privateKey: pulumi.Output<string> | undefined;
}

function fingerprintOf(certificate: Certificate): pulumi.Output<string> {
    return certificate.certificatePem.apply(chainFingerprint);
}

/** Apart from the release, so that the release stays readable in a preview. */
export function certificateCommand(push: NodePush, { certificatePem, privateKeyPem }: Certificate): remote.CommandArgs {
    const { node, model } = push;
    return {
        ...common(push),
        create: storeCertificate(node, model),
        update: storeCertificate(node, model),
        delete: removeCertificates(node, model),
        stdin: pulumi.secret(pulumi.all([certificatePem, privateKeyPem]).apply(([chain, key]) => certificateBundle(chain, key))),
    };
}

export function releaseCommand(push: NodePush, rendered: Rendered, certificate: Certificate | undefined): remote.CommandArgs {
    const { node, model } = push;
    const apply =
        certificate === undefined
            ? applyRelease(node, model, undefined)
            : fingerprintOf(certificate).apply(fingerprint => applyRelease(node, model, fingerprint));
    return { ...common(push), create: apply, update: apply, delete: removeRelease(node, model), stdin: releaseBundle(rendered) };
}

/** No triggers: a change of one would replace the command, and the delete of the old one would remove the new release. */
function common({ node, privateKey }: NodePush): Pick<remote.CommandArgs, "connection" | "logging" | "addPreviousOutputInEnv"> {
    const { address, port, user, hostKey } = node;
    return {
        connection: {
            host: address,
            port,
            user,
            hostKey,
            ...(privateKey === undefined ? {} : { privateKey: pulumi.secret(privateKey) }),
            dialErrorLimit: 3,
            perDialTimeout: 15,
        },
        logging: remote.Logging.None,
        addPreviousOutputInEnv: false,
    };
}
