import { readSandboxHost } from "../../../components/config/sandbox";
import { isHostModel, type HostModel, type HostNode } from "../../../components/config/model";
import { readStackConfig } from "../../engine";
import { findSandboxHost } from "../../../components/config/sandbox";
import { messageOf } from "../failure";
import { passphrase } from "../passphrase";
import { deployedModel, type CheckedStack } from "../read-stack";
import type { Deployed } from "./deployed";
import { missing, ok, remark, report, type Finding, type NodeReport } from "./finding";
import { askNode, type Login } from "./node-facts";
import { judgeNode } from "./node-checks";

const reachAdvice = "Check address, port, user, hostKey and privateKey in evenkeel:host, and that the node is up.";

/**
 * What the stack's nodes say of themselves, one report for each.
 *
 * @param deployed undefined when there was no `up`.
 */
export async function checkNodes(stack: CheckedStack, deployed: Deployed<HostModel> | undefined): Promise<NodeReport[]> {
    if (stack.sandbox && findSandboxHost() === undefined) {
        return [report("Sandbox host", [remark("not running yet: `npm run up` starts it", "answer")])];
    }
    const model = deployedModel(stack);
    if (!isHostModel(model)) {
        return [];
    }
    const login = await loginFor(stack);
    return Promise.all(
        model.target.nodes.map(async node => report(`Host ${node.address}:${String(node.port)}`, await checkNode(node, model, login, stack.sandbox ? deployed?.release : releaseOn(node, deployed), stack.sandbox))),
    );
}

/** A node that the stack file has got since is not up yet. */
function releaseOn({ address, port }: HostNode, deployed: Deployed<HostModel> | undefined): string | undefined {
    return deployed?.model.target.nodes.some(known => known.address === address && known.port === port) === true ? deployed.release : undefined;
}

async function checkNode(node: HostNode, model: HostModel, login: Login | Error, deployed: string | undefined, isSandbox: boolean): Promise<Finding[]> {
    if (login instanceof Error) {
        return [missing(`the key to log in with cannot be read: ${login.message}`, "Set the passphrase that the stack file was encrypted with.", "answer")];
    }
    try {
        const facts = await askNode(node, model, login);
        return [ok(`${node.user} can log in, and the host key is the pinned one`, "answer"), ...judgeNode(facts, node.user, model, deployed)];
    } catch (error) {
        return [missing(messageOf(error), isSandbox ? "Start it again with: npm run up -- STACK" : reachAdvice, "answer")];
    }
}

/** As a deployment logs in: with the sandbox's key, the stack's own, or those of the SSH agent. */
async function loginFor(stack: CheckedStack): Promise<Login | Error> {
    if (stack.sandbox) {
        return { privateKey: readSandboxHost().privateKey, agentSocketPath: undefined };
    }
    try {
        const { values } = await readStackConfig(stack.file, "evenkeel", passphrase());
        const host = JSON.parse(values["evenkeel:host"] ?? "{}") as { readonly privateKey?: string };
        return { privateKey: host.privateKey, agentSocketPath: process.env["SSH_AUTH_SOCK"] };
    } catch (error) {
        return error instanceof Error ? error : new Error(String(error));
    }
}
