import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { whyNoNode } from "./reasons";
import { TestCluster, type Cluster } from "./test-cluster";

const run = promisify(execFile);

/** A kubeconfig of a cluster that is there, whose nodes have the test images or only say that they run pods. */
const existing = process.env["EVENKEEL_TEST_KUBECONFIG"];

/** Whether tests run on a cluster that is not theirs: in a namespace of their own, through callers inside of it alone. */
export const isExisting = existing !== undefined;

/** Why no stack can run: on one's own cluster, where none is named. */
export function whyNoStack(): string | undefined {
    return isExisting ? undefined : whyNoNode();
}

/** The cluster that EVENKEEL_TEST_KUBECONFIG leads to, or one of the test's own with a metrics API. */
export function openCluster(): Promise<Cluster> {
    return existing === undefined ? TestCluster.start({ node: true, metrics: true }) : Promise.resolve(new ExistingCluster(existing));
}

class ExistingCluster implements Cluster {
    constructor(readonly kubeconfig: string) {}

    get environment(): NodeJS.ProcessEnv {
        return { ...process.env, KUBECONFIG: this.kubeconfig };
    }

    async kubectl(...args: string[]): Promise<string> {
        const { stdout } = await run("kubectl", args, { env: this.environment, maxBuffer: 64 * 1024 * 1024 });
        return stdout;
    }

    /** It goes on without the tests. */
    stop(): Promise<void> {
        return Promise.resolve();
    }
}
