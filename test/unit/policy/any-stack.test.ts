import fc from "fast-check";
import { expect, it } from "vitest";
import type { PolicyName } from "../../../components/config/policy-names";
import type { RawConfig } from "../../../components/config/validate";
import { judge } from "../../../policy/judge";
import { recordUnopened } from "../../../tools/commands/record-stack";
import { validDockerStackFile, validKubernetesStackFile, validStackFile } from "../../arbitrary/stack-file";

/** What no stack file can ask for otherwise: whatever breaks one of these is a mistake of this layer's own. */
const ownDoing: readonly PolicyName[] = [
    "backup-instances",
    "certificate-covers-hosts",
    "data-volumes-kept",
    "health-checked",
    "host-keys",
    "key-never-plain",
    "tls-floor",
    "upstreams-match-deployment",
];

/** On Docker with images by name: folders to build them from are not there. */
const pulledDockerStackFile = validDockerStackFile.map((raw): RawConfig => {
    const services = Object.entries(raw["services"] as Readonly<Record<string, RawConfig>>);
    return { ...raw, services: Object.fromEntries(services.map(([name, { build, ...service }]) => [name, build === undefined ? service : { ...service, image: "app:1.0.0" }])) };
});

it("has nothing against what is this layer's own doing, whatever a stack file says", async () => {
    await fc.assert(
        fc.asyncProperty(fc.oneof(validStackFile, pulledDockerStackFile, validKubernetesStackFile), async raw => {
            const { resources, errors } = await recordUnopened({ name: "any", raw });
            // A certificate or a folder that is not there.
            fc.pre(errors.length === 0);
            const verdicts = judge(resources, { environment: "production", overrides: {} });
            expect(verdicts.filter(({ rule }) => ownDoing.includes(rule.name)).flatMap(({ findings }) => findings)).toEqual([]);
        }),
        { numRuns: 12 },
    );
}, 300_000);
