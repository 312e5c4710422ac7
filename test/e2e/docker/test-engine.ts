import { spawnSync } from "node:child_process";
import { abandonedEngines, removeEngine } from "./engine-remains";
import { missingPackages, placeImages, testImages } from "./images/store";
import { namespaces, PrivateEngine } from "./private-engine";

const programs = ["dockerd", "containerd", "docker", "iptables", "ip", "unshare", "nsenter", "setpriv", "tar"];

/** What an engine asks of the kernel, each with its word when it refuses. */
const probe = `
PATH=$PATH:/usr/sbin:/sbin
set -e
mount -t tmpfs tmpfs /run
mkdir /run/lower /run/upper /run/work /run/merged
mount -t overlay overlay -o lowerdir=/run/lower,upperdir=/run/upper,workdir=/run/work /run/merged
ip link add name probe0 type bridge
ip link add name probe1 type veth peer name probe2
iptables --wait -t nat -A POSTROUTING -s 10.231.0.0/16 -j MASQUERADE
for base in /sys/fs/cgroup/memory /sys/fs/cgroup; do
    [ ! -d "$base" ] || { mkdir "$base/evenkeel-probe-$$" && rmdir "$base/evenkeel-probe-$$"; break; }
done
`;

/** Why no engine of one's own can run here; undefined when it can. */
export function whyNoTestEngine(): string | undefined {
    if (process.getuid?.() !== 0) {
        return "needs root, for a Docker engine with a network of its own";
    }
    const missing = programs.filter(program => spawnSync("sh", ["-c", `PATH=$PATH:/usr/sbin:/sbin command -v ${program}`]).status !== 0);
    if (missing.length > 0) {
        return `needs ${missing.join(", ")}`;
    }
    const packages = missingPackages();
    if (packages.length > 0) {
        return `needs Debian's packages ${packages.join(", ")}, to make images of`;
    }
    const { status, stderr } = spawnSync("unshare", [...namespaces, "sh", "-c", probe], { encoding: "utf8", timeout: 20_000 });
    return status === 0 ? undefined : `needs a kernel that lets this account run containers: ${stderr.trim()}`;
}

/**
 * A Docker engine for one test file, with the images of `images/names.ts` in it and nothing else. The machine sees of it a
 * network link and a temporary folder; its own engine, iptables and services are never touched.
 */
export class TestEngine {
    private constructor(private readonly engine: PrivateEngine) {}

    static async start(): Promise<TestEngine> {
        await Promise.all(abandonedEngines().map(removeEngine));
        const images = await testImages();
        return new TestEngine(await PrivateEngine.start(dataFolder => placeImages(images, dataFolder)));
    }

    /** `unix://...`, as DOCKER_HOST has it. */
    get host(): string {
        return this.engine.host;
    }

    /** Where published ports answer. */
    get address(): string {
        return this.engine.address;
    }

    /** What a program needs in its environment to use this engine through the docker command. */
    get environment(): NodeJS.ProcessEnv {
        return this.engine.environment;
    }

    /** What the engine has to say of itself: warnings and errors. */
    get log(): string {
        return this.engine.log;
    }

    /** Runs the docker command. Gives what it printed; fails with its error output. */
    docker(...args: string[]): Promise<string> {
        return this.engine.docker(...args);
    }

    /** What a container has printed, on both of its streams. */
    logs(container: string): Promise<string> {
        return this.engine.logs(container);
    }

    /** Sends a signal to a process of a container, by the number that the engine knows it by (`State.Pid`, `docker top`). */
    signal(pid: number, signal: "KILL" | "QUIT"): Promise<void> {
        return this.engine.signal(pid, signal);
    }

    /** As after an update of Docker: every container stops, and those with a restart policy come back with other addresses. */
    restart(): Promise<void> {
        return this.engine.restart();
    }

    /** Ends everything of it, whatever runs, and leaves nothing behind. */
    stop(): Promise<void> {
        return this.engine.stop();
    }
}
