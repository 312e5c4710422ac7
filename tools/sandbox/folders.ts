import { join } from "node:path";
import { localStateFolder } from "../../components/config/sandbox";

/** Everything of the sandbox lies in here, so that removing it removes all files. */
export function sandboxFolder(): string {
    return join(localStateFolder(), "sandbox");
}

/** The folder that stands for `/` on the sandbox host. */
export function prefixFolder(): string {
    return join(sandboxFolder(), "prefix");
}

/** What the sandbox's background processes print. */
export function logFile(name: string): string {
    return join(sandboxFolder(), "logs", `${name}.log`);
}
