import { remoteCommand } from "./command";
import type { Provider } from "./provider";
import { certRequest } from "./tls-cert-request";
import { locallySignedCert } from "./tls-locally-signed-cert";
import { privateKey } from "./tls-private-key";
import { selfSignedCert } from "./tls-self-signed-cert";

/** Every type of resource that the engine executes. Another one needs the Pulumi CLI. */
const providers: Readonly<Record<string, Provider>> = {
    "command:remote:Command": remoteCommand,
    "tls:index/certRequest:CertRequest": certRequest,
    "tls:index/locallySignedCert:LocallySignedCert": locallySignedCert,
    "tls:index/privateKey:PrivateKey": privateKey,
    "tls:index/selfSignedCert:SelfSignedCert": selfSignedCert,
};

export function providerOf(type: string): Provider | undefined {
    return Object.hasOwn(providers, type) ? providers[type] : undefined;
}
