import { vi } from "vitest";
import type { SandboxHost } from "../../../../components/config/sandbox";
import type { RawConfig } from "../../../../components/config/validate";
import type { Registered } from "../../../../policy/deployed/registered";
import { recordSettings } from "../../../../tools/commands/record-stack";

// The first program of each target loads its provider's library, on a busy machine for many seconds.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const sandbox: SandboxHost = {
    address: "127.0.0.1",
    port: 2222,
    user: "sandbox",
    hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKUnEd4q7CKCkEVqG2i05Tbzx05TKG8yGVFp+LxY1X2a",
    privateKey: "-----BEGIN OPENSSH PRIVATE KEY-----\nof the sandbox\n-----END OPENSSH PRIVATE KEY-----\n",
    prefix: "/srv/sandbox",
};

/**
 * What the program registers for these settings.
 *
 * @param secretBlocks whose settings have secrets among them: `tls`.
 * @throws with the program's own errors.
 */
export async function recorded(raw: RawConfig, secretBlocks: readonly string[] = []): Promise<readonly Registered[]> {
    const { resources, errors } = await recordSettings("test", raw, secretBlocks, sandbox);
    if (errors.length > 0) {
        throw new Error(errors.join("\n"));
    }
    return resources;
}
