import { join } from "node:path";
import { localStateFolder } from "../../components/config/sandbox";
import { takeLock } from "../engine/lock";

/** Keeps two commands from setting up or taking down the same sandbox at once. */
export async function withSandboxLock<T>(work: () => Promise<T>): Promise<T> {
    const release = takeLock(join(localStateFolder(), "sandbox.lock"));
    try {
        return await work();
    } finally {
        release();
    }
}
