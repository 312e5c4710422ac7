import { remoteCommand } from "./command";
import type { Provider } from "./provider";
import { privateKey } from "./tls-private-key";

/** Every type of resource that the engine executes. Another one needs the Pulumi CLI. */
const providers: Readonly<Record<string, Provider>> = {
    "command:remote:Command": remoteCommand,
    "tls:index/privateKey:PrivateKey": privateKey,
};

export function providerOf(type: string): Provider | undefined {
    return Object.hasOwn(providers, type) ? providers[type] : undefined;
}
