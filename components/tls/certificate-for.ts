import type * as pulumi from "@pulumi/pulumi";
import type { Stack } from "../config/load";
import type { Model } from "../config/model";
import { providedCertificate, type Certificate } from "./certificate";
import { subjectNames } from "./names";
import { SelfSignedCertificate } from "./self-signed";

/** The certificate that the stack asks for; none where TLS is off. */
export function certificateFor(model: Model, secrets: Stack["secrets"]): Certificate | undefined {
    switch (model.tls.mode) {
        case "off":
            return undefined;
        case "self-signed":
            return new SelfSignedCertificate(model.name, { name: model.name, names: subjectNames(model) });
        case "provided":
            return providedCertificate(model.tls.certificate, required(secrets["tls.key"]));
    }
}

function required(key: pulumi.Output<string> | undefined): pulumi.Output<string> {
    if (key === undefined) {
        throw new Error("The validator accepted a provided certificate without its key.");
    }
    return key;
}
