import { createServer } from "node:net";

const first = 20_000;
const last = 32_000;

/** The first of so many ports in a row of which nobody listens at any, below those that the kernel gives to clients. */
export async function freePorts(count: number): Promise<number> {
    const places = Math.floor((last - first) / count);
    for (let step = 0; step < places; step += 1) {
        const port = first + ((process.pid + step) % places) * count;
        const free = await Promise.all(Array.from({ length: count }, (_, index) => isFree(port + index)));
        if (free.every(Boolean)) {
            return port;
        }
    }
    throw new Error(`no ${String(count)} ports in a row are free`);
}

function isFree(port: number): Promise<boolean> {
    return new Promise(resolve => {
        const server = createServer();
        server.once("error", () => resolve(false));
        server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
    });
}
