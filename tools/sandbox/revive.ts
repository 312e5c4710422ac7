import { readSandboxHost } from "../../components/config/sandbox";
import type { Model } from "../../components/config/model";
import { endpoint } from "../../components/targets/addresses";
import { shellWords } from "../../components/targets/shell-words";
import { dial } from "../engine/providers/ssh-dial";
import { runRemotely } from "../engine/providers/ssh-run";
import { endGracefully } from "./end-processes";
import { prefixFolder, sandboxFolder } from "./folders";
import { sandboxProcesses } from "./process-table";

const answerWithin = 2_000;

/**
 * Does what a real host does at boot: after a restart of the machine the deployment is unchanged, so an `up` finds
 * nothing to do, but nothing serves it either.
 *
 * @param model as deployed on the sandbox.
 * @param release that was deployed last.
 * @throws with the words of the release script when it cannot be brought back.
 */
export async function reviveSandbox(model: Model, release: string): Promise<void> {
    if ((await servedRelease(model)) === release) {
        return;
    }
    // What is left of a proxy that was killed would hold its ports.
    const started = sandboxProcesses(sandboxFolder(), prefixFolder()).filter(found => found.role === undefined);
    await endGracefully(started.map(found => found.pid));
    const [, fingerprint = ""] = release.split(".");
    await runOnHost(shellWords(["sh", `${model.paths.home}/scripts/release.sh`, "apply", fingerprint]));
}

async function servedRelease(model: Model): Promise<string> {
    const address = endpoint({ address: model.site.listen ?? "127.0.0.1", port: model.site.httpPort });
    try {
        const answer = await fetch(`http://${address}/-/evenkeel/release`, { signal: AbortSignal.timeout(answerWithin) });
        return (await answer.text()).trim();
    } catch {
        return "";
    }
}

async function runOnHost(command: string): Promise<void> {
    const { address, port, user, hostKey, privateKey } = readSandboxHost();
    const rest = { password: undefined, privateKeyPassword: undefined, agentSocketPath: undefined, dialErrorLimit: 0, perDialTimeout: 10 };
    const client = await dial({ host: address, port, user, hostKey, privateKey, ...rest }, () => undefined);
    try {
        const ignore = (): void => undefined;
        const { failure, output } = await runRemotely(client, { command, stdin: "", environment: {}, onStdout: ignore, onStderr: ignore });
        if (failure !== undefined) {
            throw new Error(`The sandbox host cannot start its proxy again:\n${output}`);
        }
    } finally {
        client.end();
    }
}
