import { parseArgs } from "node:util";
import { clientKey, hostKey } from "./keys";
import { loginName } from "./ssh-command";
import { SshHost } from "./ssh-host";

/** The sandbox's SSH server as a process of its own. */
async function main(): Promise<void> {
    const { values } = parseArgs({ options: { address: { type: "string" }, port: { type: "string" } } });
    const host = new SshHost({ hostKey: hostKey().private, authorizedKey: clientKey().public, user: loginName() });
    process.once("SIGTERM", () => process.exit(0));
    await host.listen(values.address ?? "127.0.0.1", Number(values.port));
    process.send?.("ready");
}

// Required by another module, it is only to be compiled.
if (require.main === module) {
    main().catch((error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
        process.exitCode = 1;
    });
}
