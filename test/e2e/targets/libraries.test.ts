import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const project = join(__dirname, "../../..");

/** The packages of Pulumi's that a process has loaded after these modules. */
function loaded(...modules: string[]): string[] {
    const program = `
        ${modules.map(module => `require(${JSON.stringify(join(project, module))});`).join("\n")}
        const packages = Object.keys(require.cache).map(file => /node_modules.(@pulumi.[a-z]+)/.exec(file)?.[1]);
        console.log(JSON.stringify([...new Set(packages.filter(Boolean))].sort()));
    `;
    return JSON.parse(execFileSync(process.execPath, ["--require", "tsx/cjs", "-e", program], { cwd: project, encoding: "utf8" })) as string[];
}

/** What `index.ts` loads whatever the target is. */
const always = ["components/config/load", "components/proxy/render", "components/targets/deploy", "components/targets/files", "components/targets/outputs", "components/tls/certificate-for"];

/** Each test starts a Node that compiles and loads much. */
const timeout = 60_000;

describe("a stack", () => {
    it("loads no target's library before it is known which", { timeout }, () => {
        expect(loaded(...always)).toEqual(["@pulumi/pulumi", "@pulumi/tls"]);
    });

    it.each([
        ["host", ["@pulumi/command", "@pulumi/pulumi", "@pulumi/tls"]],
        ["docker", ["@pulumi/command", "@pulumi/docker", "@pulumi/pulumi", "@pulumi/tls"]],
        ["kubernetes", ["@pulumi/command", "@pulumi/kubernetes", "@pulumi/pulumi", "@pulumi/tls"]],
    ])("on %s loads no other target's library", { timeout }, (target, packages) => {
        expect(loaded(...always, `components/targets/${target}`)).toEqual(packages);
    });
});
