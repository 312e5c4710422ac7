import fc from "fast-check";
import { expect, it } from "vitest";
import type { Model } from "../../../components/config/model";
import { validate } from "../../../components/config/validate";
import { render } from "../../../components/proxy/render";
import { targetFiles } from "../../../components/targets/files";
import { nginxVersion } from "../../../tools/commands/machine/programs";
import { checkRelease } from "../../../tools/rendering/check-release";
import { validStackFile } from "../../arbitrary/stack-file";
import { cases } from "../../unit/proxy/cases";
import { bytes, instance, model, ms, route, service } from "../../unit/proxy/model";
import { nginx, withNginx } from "./with-nginx";

const programs = { nginx, nginxVersion: nginxVersion(), shellcheck: undefined };

/** What this machine's nginx says of the model, as rendered for its version: nothing when it is content. */
async function verdict(model: Model): Promise<string> {
    const here = { ...model, nginx: { ...model.nginx, version: programs.nginxVersion ?? model.nginx.version } };
    const [{ result, words } = { result: "missing", words: "" }] = await checkRelease(here, (each) => render(each, targetFiles(each)), programs);
    return result === "passed" && words === "" ? "" : `${result}: ${words}`;
}

withNginx("nginx accepts, without a warning,", () => {
    it.each(cases)("the golden file $name", async ({ model }) => {
        expect(await verdict(model)).toBe("");
    });

    it("whatever the validator accepts", async () => {
        await fc.assert(fc.asyncProperty(validStackFile, async (raw) => {
            const result = validate(raw);
            expect("model" in result && await verdict(result.model)).toBe("");
        }), { numRuns: 100, endOnFailure: true });
    });

    it("a thousand instances of a hundred services", async () => {
        const services = Array.from({ length: 100 }, (_, s) => service(`service-${s}`, [route(`/service-${s}`, { websocket: ms(1000), cache: { ttl: ms(1000), maxSize: bytes(1024 ** 2) } })], {
            instances: Array.from({ length: 10 }, (_, i) => instance(`10.0.${s}.${i + 1}`)),
        }));
        expect(await verdict(model({ services }))).toBe("");
    });

    it.each([47, 48, 49, 500])("%i instances of one service, in the memory that is set aside for them", async (count) => {
        const instances = Array.from({ length: count }, (_, i) => instance(`fd00:1111:2222:3333:4444:5555:${i.toString(16)}:1`, 65_535));
        expect(await verdict(model({ services: [service("web", [route("/")], { instances })] }))).toBe("");
    });

    it("many long host names", async () => {
        const hosts = Array.from({ length: 1000 }, (_, i) => `${"x".repeat(63)}.${"y".repeat(63)}.${"z".repeat(63)}.host-${i}.example.com`);
        expect(await verdict(model({ site: { hosts } }))).toBe("");
    });
});

withNginx("nginx says", () => {
    it("what it does not like", async () => {
        const broken = await checkRelease(model(), (each) => {
            const { files, ...rest } = render(each);
            return { ...rest, files: files.map((file) => ({ ...file, content: file.content.replace("worker_processes ", "worker_procesess ") })) };
        }, programs);
        expect(broken).toEqual([{ checker: "nginx -t", result: "failed", words: expect.stringContaining('unknown directive "worker_procesess"') as string }]);
    });
});
