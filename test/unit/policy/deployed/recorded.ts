import "tsx/cjs";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { vi } from "vitest";
import type { SandboxHost } from "../../../../components/config/sandbox";
import type { RawConfig } from "../../../../components/config/validate";
import type { Registered } from "../../../../policy/deployed/registered";
import { record } from "../../../../tools/engine/record";
import { project, rawOf, textOf } from "../../config/stack-files";

// The first program of each target loads its provider's library, on a busy machine for many seconds.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** Every stack file that comes with the product. */
export const shippedStacks = [
    "Pulumi.dev.yaml",
    "Pulumi.prod.yaml",
    "examples/citadel-host.yaml",
    "examples/healthai-docker.yaml",
    "examples/healthai-kubernetes.yaml",
    "examples/healthai-kubernetes-plain.yaml",
] as const;

export const sandbox: SandboxHost = {
    address: "127.0.0.1",
    port: 2222,
    user: "sandbox",
    hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKUnEd4q7CKCkEVqG2i05Tbzx05TKG8yGVFp+LxY1X2a",
    privateKey: "-----BEGIN OPENSSH PRIVATE KEY-----\nof the sandbox\n-----END OPENSSH PRIVATE KEY-----\n",
    prefix: "/srv/sandbox",
};

export function shippedStack(file: (typeof shippedStacks)[number]): RawConfig {
    return rawOf(textOf(project, file));
}

/**
 * What the program registers for these settings.
 *
 * @param secretBlocks whose settings have secrets among them: `tls`.
 * @throws with the program's own errors.
 */
export async function recorded(raw: RawConfig, secretBlocks: readonly string[] = []): Promise<readonly Registered[]> {
    const config = Object.fromEntries(Object.entries(raw).map(([block, value]) => [`evenkeel:${block}`, typeof value === "string" ? value : JSON.stringify(value)]));
    const { resources, errors } = await withSandboxHost(() =>
        record({ projectDir: project, program: join(project, "index.ts"), project: "evenkeel", stack: "test", config, secretConfigKeys: secretBlocks.map(block => `evenkeel:${block}`) }),
    );
    if (errors.length > 0) {
        throw new Error(errors.join("\n"));
    }
    return resources;
}

async function withSandboxHost<T>(run: () => Promise<T>): Promise<T> {
    const home = mkdtempSync(join(tmpdir(), "evenkeel-"));
    const file = join(home, "sandbox", "host.json");
    mkdirSync(dirname(file));
    writeFileSync(file, JSON.stringify(sandbox));
    const before = process.env["EVENKEEL_HOME"];
    process.env["EVENKEEL_HOME"] = home;
    try {
        return await run();
    } finally {
        rmSync(home, { recursive: true });
        if (before === undefined) {
            Reflect.deleteProperty(process.env, "EVENKEEL_HOME");
        } else {
            process.env["EVENKEEL_HOME"] = before;
        }
    }
}
