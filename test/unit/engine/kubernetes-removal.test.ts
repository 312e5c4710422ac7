import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Provider } from "../../../tools/engine/providers/provider";
import { providerOf } from "../../../tools/engine/providers/registry";
import type { ValueMap } from "../../../tools/engine/values";

let server: Server;
let asked: string[];
let kubeconfig: string;

beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
        void text(request).then(body => {
            asked.push(`${request.method ?? ""} ${request.url ?? ""} ${body}`.trim());
            response.writeHead(200).end(JSON.stringify({ kind: "Deployment", metadata: { name: "it" } }));
        });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const all = { clusters: [{ name: "c", cluster: { server: address } }], users: [{ name: "u", user: {} }], contexts: [{ name: "x", context: { cluster: "c", user: "u" } }] };
    kubeconfig = JSON.stringify({ ...all, "current-context": "x" });
});

afterEach(() => {
    server.close();
    server.closeAllConnections();
});

function existing(annotations: ValueMap) {
    const inputs = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "it", namespace: "here", annotations: { "pulumi.com/skipAwait": "true", ...annotations } } };
    return { name: "it", id: "here/it", inputs, outputs: {} };
}

test.each([
    [{}, "Foreground"],
    [{ "pulumi.com/deletionPropagationPolicy": "background" }, "Background"],
    [{ "pulumi.com/deletionPropagationPolicy": "orphan" }, "Orphan"],
])("a Deployment with %j goes in the %s, and nobody waits for its pods", async (annotations, propagationPolicy) => {
    const provider = providerOf("kubernetes:apps/v1:Deployment", { kubeconfig }) as Provider;
    expect(provider.check(existing(annotations).inputs)).toHaveProperty("inputs");
    await provider.remove(existing(annotations), () => undefined);
    expect(asked).toEqual([`DELETE /apis/apps/v1/namespaces/here/deployments/it ${JSON.stringify({ propagationPolicy })}`]);
});
