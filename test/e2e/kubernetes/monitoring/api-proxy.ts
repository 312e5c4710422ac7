import { spawn, type ChildProcess } from "node:child_process";
import { freePorts } from "../../nginx/ports";
import { pause } from "../../example-stack";
import type { Cluster } from "../cluster/test-cluster";

/** A cluster's API on loopback, for programs that know nothing of its certificates. */
export class ApiProxy {
    private constructor(private readonly child: ChildProcess, readonly address: string) {}

    static async start(cluster: Cluster): Promise<ApiProxy> {
        const [port = 0] = await freePorts(1);
        const child = spawn("kubectl", ["proxy", "--port", String(port)], { env: cluster.environment, stdio: "ignore" });
        const proxy = new ApiProxy(child, `127.0.0.1:${String(port)}`);
        for (let attempt = 0; !(await proxy.answers()); attempt += 1) {
            if (child.exitCode !== null || attempt === 600) {
                child.kill();
                throw new Error("kubectl proxy does not answer");
            }
            await pause(100);
        }
        return proxy;
    }

    get url(): string {
        return `http://${this.address}`;
    }

    stop(): void {
        this.child.kill();
    }

    private answers(): Promise<boolean> {
        return fetch(`${this.url}/version`).then(({ ok }) => ok, () => false);
    }
}
