import type { Model } from "../../components/config/model";
import { deployed } from "../../policy/deployed/deployed-from";
import { decodeDeployment } from "../engine/deployment";
import { registeredState } from "../engine/registered";
import type { ResourceState } from "../engine/resource-state";
import type { Crypter } from "../engine/secrets";
import type { Json } from "../engine/wire";
import type { Files } from "./release-files";
import type { SecretPrints } from "./secret-changes";

/** What the last `up` left, as the state tells it. */
export interface DeployedStack {
    /** undefined: a version deployed it that did not note it down, or nothing is deployed to the end. */
    readonly model: Model | undefined;
    /** What tells secrets from others, by their settings; undefined as the model. */
    readonly secretPrints: SecretPrints | undefined;
    /** The hash of the files that the last `up` brought everywhere; undefined: none has come to its end. */
    readonly release: string | undefined;
    /** Each place that has files of its own, such as a node. */
    readonly places: readonly { readonly name: string; readonly files: Files }[];
    /** The images that it has on a Docker engine, each by its name. */
    readonly images: readonly string[];
    /** When the certificate that the stack makes by itself ends, and from when on an `up` makes another. */
    readonly certificate: OwnCertificate | undefined;
}

export interface OwnCertificate {
    readonly until: Date;
    readonly renewedFrom: Date;
}

/** Secrets stay sealed: nothing here needs one. */
const sealed: Crypter = {
    salt: "",
    encrypt: () => {
        throw new Error("What is deployed is read, not written.");
    },
    decrypt: () => "null",
};

/**
 * Reads a deployment, as both engines keep one.
 *
 * @returns undefined where nothing is deployed.
 */
export function deployedStack(deployment: string): DeployedStack | undefined {
    const { resources } = decodeDeployment(JSON.parse(deployment) as Json, sealed);
    const living = resources.filter(state => state.delete !== true);
    const view = deployed(living.map(registeredState));
    return view && {
        model: jsonIn<Model>(living, "model"),
        // Behind a dot stands the certificate's.
        release: textIn(living, "release")?.split(".", 1)[0],
        secretPrints: jsonIn<SecretPrints>(living, "secretPrints"),
        places: view.proxies.map(({ where, files }) => ({ name: where, files })),
        images: living.flatMap(({ type, inputs: { name } }) => (type === "docker:index/remoteImage:RemoteImage" && typeof name === "string" ? [name] : [])),
        certificate: certificateIn(living),
    };
}

/** What the component of the target has noted down. */
function textIn(resources: readonly ResourceState[], name: string): string | undefined {
    return resources.flatMap(({ type, outputs: { [name]: text } }) => (type.startsWith("evenkeel:") && typeof text === "string" ? [text] : []))[0];
}

function jsonIn<T>(resources: readonly ResourceState[], name: string): T | undefined {
    const text = textIn(resources, name);
    return text === undefined ? undefined : (JSON.parse(text) as T);
}

function certificateIn(resources: readonly ResourceState[]): OwnCertificate | undefined {
    const leaf = resources.find(({ type }) => type === "tls:index/locallySignedCert:LocallySignedCert");
    const [end, early] = [leaf?.outputs["validityEndTime"], leaf?.inputs["earlyRenewalHours"]];
    if (typeof end !== "string" || typeof early !== "number") {
        return undefined;
    }
    const until = new Date(end);
    return { until, renewedFrom: new Date(until.getTime() - early * 3_600_000) };
}
