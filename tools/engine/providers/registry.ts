import type { ValueMap } from "../values";
import { localCommand } from "./command-local";
import { remoteCommand } from "./command-remote";
import { container } from "./docker/container";
import { dockerEngine } from "./docker/engine-provider";
import { image } from "./docker/image";
import { network } from "./docker/network";
import { dockerProvider, type DockerType } from "./docker/resource";
import { volume } from "./docker/volume";
import { kubernetesCluster } from "./kubernetes/cluster-provider";
import { kindOf } from "./kubernetes/kinds";
import { kubernetesProvider } from "./kubernetes/resource";
import type { Provider } from "./provider";
import { certRequest } from "./tls-cert-request";
import { locallySignedCert } from "./tls-locally-signed-cert";
import { privateKey } from "./tls-private-key";
import { selfSignedCert } from "./tls-self-signed-cert";

/** Every type of resource that the engine executes. Another one needs the Pulumi CLI. */
const providers: Readonly<Record<string, Provider>> = {
    "command:local:Command": localCommand,
    "command:remote:Command": remoteCommand,
    "pulumi:providers:docker": dockerEngine,
    "pulumi:providers:kubernetes": kubernetesCluster,
    "tls:index/certRequest:CertRequest": certRequest,
    "tls:index/locallySignedCert:LocallySignedCert": locallySignedCert,
    "tls:index/privateKey:PrivateKey": privateKey,
    "tls:index/selfSignedCert:SelfSignedCert": selfSignedCert,
};

/** Those that go where their provider resource says. */
const dockerTypes: Readonly<Record<string, DockerType>> = {
    "docker:index/container:Container": container,
    "docker:index/network:Network": network,
    "docker:index/remoteImage:RemoteImage": image,
    "docker:index/volume:Volume": volume,
};

export function providerOf(type: string, config: ValueMap = {}): Provider | undefined {
    if (Object.hasOwn(dockerTypes, type)) {
        const found = dockerTypes[type];
        return found === undefined ? undefined : dockerProvider(found, config);
    }
    const kind = kindOf(type);
    if (kind !== undefined) {
        return kubernetesProvider(kind, config);
    }
    return Object.hasOwn(providers, type) ? providers[type] : undefined;
}
