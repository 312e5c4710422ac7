import type { HostModel, HostNode } from "../../config/model";
import { bundle } from "../bundle";
import { certificateFiles } from "../certificate-files";
import { certificateScript } from "../scripts";
import { shellWords } from "../shell-words";
import { bootstrap } from "./scripts";

const releaseScript = "scripts/release.sh";

/**
 * Makes the release that comes on stdin the live one.
 *
 * @param fingerprint of the certificate it uses; undefined without TLS.
 */
export function applyRelease(node: HostNode, model: HostModel, fingerprint: string | undefined): string {
    return onNode(node, model, [releaseScript, "apply", ...(fingerprint === undefined ? [] : [fingerprint])]);
}

/** Gives the host back as it was before the first release. */
export function removeRelease(node: HostNode, model: HostModel): string {
    return onNode(node, model, [releaseScript, "remove"]);
}

/** Keeps the certificate that comes on stdin, for the release that will use it. */
export function storeCertificate(node: HostNode, model: HostModel): string {
    return onNode(node, model, [certificateScript.path, "store", model.paths.home]);
}

export function removeCertificates(node: HostNode, model: HostModel): string {
    return onNode(node, model, [certificateScript.path, "remove", model.paths.home]);
}

/** The certificate as it travels, with its key: a secret. */
export function certificateBundle(certificatePem: string, privateKeyPem: string): string {
    const script = { path: certificateScript.path, mode: "0644", content: certificateScript.content } as const;
    return bundle([script, ...certificateFiles(certificatePem, privateKeyPem)]);
}

/** A short command, with what it needs on stdin: when it fails, Pulumi prints all of it. */
function onNode(node: HostNode, model: HostModel, words: readonly string[]): string {
    return shellWords([...asRoot(node, model), "sh", "-c", bootstrap, "evenkeel", ...words]);
}

/** Below a prefix everything belongs to the account that logs in. */
function asRoot({ user }: HostNode, { target }: HostModel): readonly string[] {
    return user === "root" || target.prefix !== "/" ? [] : ["sudo", "-n"];
}
