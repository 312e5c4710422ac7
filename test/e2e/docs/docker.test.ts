import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestEngine, whyNoTestEngine } from "../docker/test-engine";
import { FreshClone } from "./fresh-clone";
import { commandsOn, expectHelp, fill, helpOf, quoted, walk, type Words } from "./ground";

const reason = whyNoTestEngine();

describe.skipIf(reason !== undefined)(`in a fresh clone, with a Docker engine${reason === undefined ? "" : ` (${reason})`}`, () => {
    let engine: TestEngine;
    let clone: FreshClone;

    beforeAll(async () => {
        engine = await TestEngine.start();
        clone = new FreshClone({ ...engine.environment, PULUMI_CONFIG_PASSPHRASE: "a passphrase for tests" });
    }, 300_000);

    afterAll(async () => {
        await engine.stop();
        clone.remove();
    });

    /** The page's stack file, with what other pages ask about; the nginx of the tests' images is Debian's. */
    function adapted(text: string): string {
        return text
            .replace("config:\n", 'config:\n  evenkeel:nginx: { version: "1.22" }\n  evenkeel:monitoring: { interval: 15s }\n')
            .replace("    app:\n", "    app:\n      volumes: [{ name: data, path: /app/data }]\n")
            .replaceAll("localhost", engine.address);
    }

    async function serving(slot: string): Promise<string> {
        return (await engine.docker("ps", "--all", "--quiet", "--latest", "--filter", `label=evenkeel.slot=${slot}`)).trim();
    }

    async function words(): Promise<Words> {
        const first = await serving("app-1");
        const slots = { "NAME-app-1-xxxxxxxx": first, CONTAINER: first, INSTANCE: "app-1", PORT: "8000", PATH: "healthz", EXPORTER: "nginx-exporter" };
        // The application keeps connections for as long as it is given.
        const patience = { "--time 30": "--time 2" };
        // Where the clone keeps its state.
        const folders = { ".evenkeel": "../home" };
        return { ...slots, ...patience, ...folders, NAME: "first", SERVICE: "app", VOLUME: "data", STACK: "first", HOST: engine.address, SITE: engine.address, IMAGE: "healthai-rag:1.0.0" };
    }

    async function expectWorks({ command, exits }: { readonly command: string; readonly exits: readonly number[] }): Promise<void> {
        const { status, output } = await clone.run(fill(command, await words()));
        expect(exits, quoted(output)).toContain(status);
    }

    it("works as the five-minute start says", async () => {
        await walk(clone, "docker", adapted);
    });

    it.each(commandsOn("docker"))("$where: $command", async documented => {
        if (documented.byHelp) {
            expectHelp(await clone.run(helpOf(documented.command)), documented.command);
        } else {
            await expectWorks(documented);
        }
    });

    it.each([2, 3, 4].flatMap(phase => commandsOn("docker", phase)))("$where: $command", expectWorks);

    it.each(commandsOn("docker", 5))("$where: $command, when the engine is gone", async documented => {
        await expectWorks({ command: "npm run up -- STACK", exits: [0] });
        await engine.stop();
        const { status, output } = await clone.run(fill(documented.command, { STACK: "first" }));
        expect(status, quoted(output)).toBe(0);
    });
});
