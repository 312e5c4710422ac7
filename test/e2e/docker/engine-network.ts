import { execFileSync, spawnSync } from "node:child_process";

const subnets = 250;

/** The engine's address in subnet N; the machine's is the one before. */
export function addressOf(subnet: number): string {
    return `10.231.${String(subnet)}.2`;
}

/**
 * Links the network of process `first` to the machine's: 10.231.N.1 here, 10.231.N.2 there. The link goes with that
 * network, or before. Its name claims N, so that test processes side by side have one each.
 *
 * @returns N
 */
export function connectNetwork(first: number): number {
    for (let step = 0; step < subnets; step += 1) {
        const subnet = 1 + ((process.pid + step) % subnets);
        if (isFree(subnet) && claim(subnet, first)) {
            configure(subnet, first);
            return subnet;
        }
    }
    throw new Error("no subnet below 10.231.0.0/16 is free for the engine");
}

function isFree(subnet: number): boolean {
    return !execFileSync("ip", ["-4", "-o", "address"], { encoding: "utf8" }).includes(` 10.231.${String(subnet)}.`);
}

function claim(subnet: number, first: number): boolean {
    const { status, stderr } = spawnSync("ip", ["link", "add", linkOf(subnet), "type", "veth", "peer", "name", "eth0", "netns", String(first)], { encoding: "utf8" });
    if (status !== 0 && !stderr.includes("File exists")) {
        throw new Error(`the engine's network cannot be linked: ${stderr}`);
    }
    return status === 0;
}

function configure(subnet: number, first: number): void {
    execFileSync("ip", ["address", "add", `10.231.${String(subnet)}.1/30`, "dev", linkOf(subnet)]);
    execFileSync("ip", ["link", "set", linkOf(subnet), "up"]);
    const inside = ["--target", String(first), "--net", "ip"];
    execFileSync("nsenter", [...inside, "address", "add", `${addressOf(subnet)}/30`, "dev", "eth0"]);
    execFileSync("nsenter", [...inside, "link", "set", "eth0", "up"]);
}

/** The kernel takes its time to end the network of a process that is gone; its link need not wait for that. */
export function disconnectNetwork(subnet: number): void {
    spawnSync("ip", ["link", "delete", linkOf(subnet)]);
}

function linkOf(subnet: number): string {
    return `evkdock${String(subnet)}`;
}
