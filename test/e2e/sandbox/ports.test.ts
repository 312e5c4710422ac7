import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { portOwner } from "../../../tools/sandbox/ports";

describe("who holds a port", () => {
    const server: Server = createServer();
    let port = 0;

    beforeAll(async () => {
        server.listen(0, "127.0.40.2");
        await once(server, "listening");
        const place = server.address();
        port = typeof place === "object" && place !== null ? place.port : 0;
    });

    afterAll(() => server.close());

    it("is told by name and process id", async () => {
        expect(await portOwner("127.0.40.2", port)).toEqual({ pids: [process.pid], words: expect.stringContaining(`(process ${String(process.pid)})`) as string });
    });

    it("stands in the way on all addresses, too", async () => {
        expect((await portOwner(null, port))?.pids).toEqual([process.pid]);
    });

    it("does not stand in the way on another address", async () => {
        expect(await portOwner("127.0.40.3", port)).toBeUndefined();
    });
});
