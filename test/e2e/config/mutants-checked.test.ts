import { expect, it } from "vitest";
import type { Model } from "../../../components/config/model";
import { render } from "../../../components/proxy/render";
import { targetFiles } from "../../../components/targets/files";
import { nginxVersion } from "../../../tools/commands/machine/programs";
import { checkRelease } from "../../../tools/rendering/check-release";
import { verdictsOn } from "../../mutation/verdicts";
import { shippedStacks } from "../../unit/config/stack-files";
import { nginx, withNginx } from "../nginx/with-nginx";

const programs = { nginx, nginxVersion: nginxVersion(), shellcheck: undefined };

/** Milliseconds, for dozens of calls of nginx on a machine that has other things to do. */
const patience = 600_000;

/** Those whose configuration of nginx differs, by it: most settings of targets leave it as it is. */
function distinct(models: readonly Model[]): ReadonlyMap<string, Model> {
    return new Map(models.map((model) => {
        const { files } = render(model, targetFiles(model));
        return [files.filter(({ path }) => path.startsWith("nginx/")).map(({ content }) => content.replace(/^# .*sha256.*$/m, "")).join("\n"), model];
    }));
}

async function verdict(model: Model): Promise<string> {
    const here = { ...model, nginx: { ...model.nginx, version: programs.nginxVersion ?? model.nginx.version } };
    const [{ result, words } = { result: "missing", words: "" }] = await checkRelease(here, (each) => render(each, targetFiles(each)), programs);
    return result === "passed" && words === "" ? "" : `${result}: ${words}`;
}

withNginx("nginx accepts, without a warning,", () => {
    it.each(shippedStacks)("all that the validator accepts of a broken %s", async (stack) => {
        const { accepted } = verdictsOn(stack);
        const wrong: string[] = [];
        for (const model of distinct(accepted.map((mutant) => mutant.model)).values()) {
            const words = await verdict(model);
            const mutant = accepted.find((each) => each.model === model);
            wrong.push(...(words === "" ? [] : [`${mutant?.path ?? ""} ${mutant?.change ?? ""}: ${words}`]));
        }
        expect(wrong).toEqual([]);
    }, patience);
});
