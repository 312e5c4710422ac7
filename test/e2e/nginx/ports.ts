import { createServer, type AddressInfo } from "node:net";

/** Ports on loopback that nobody listens on. */
export async function freePorts(count: number): Promise<number[]> {
    const servers = await Promise.all(Array.from({ length: count }, listen));
    const ports = servers.map((server) => (server.address() as AddressInfo).port);
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    return ports;
}

function listen(): Promise<ReturnType<typeof createServer>> {
    return new Promise((resolve) => {
        const server = createServer().listen(0, "127.0.0.1", () => { resolve(server); });
    });
}
