import { parseIdentity } from "./identity";
import { Instance } from "./instance";

/** After a stop signal, requests may finish for this long; as long as a deployment platform waits before it kills. */
const grace = 10_000;

async function main(): Promise<void> {
    const instance = new Instance(parseIdentity(process.argv.slice(2), process.env));
    const stop = (): void => {
        setTimeout(() => process.exit(0), grace).unref();
        void instance.stop().then(() => process.exit(0));
    };
    process.once("SIGTERM", stop);
    process.once("SIGINT", stop);
    await instance.listen();
    process.send?.("ready");
}

// Required by another module, it is only to be compiled.
if (require.main === module) {
    main().catch((error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
        process.exitCode = 1;
    });
}
