import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readStackConfig } from "../../../tools/engine/stack-config";

const project = join(__dirname, "..", "..", "..");
const passphrase = "a passphrase for tests";

describe("npm run set-secret", () => {
    let folder: string;
    let file: string;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "set-secret-"));
        file = join(folder, "Pulumi.shop.yaml");
        copyFileSync(join(project, "examples", "healthai-docker.yaml"), file);
    });

    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    function setSecret(input: string, ...flags: string[]): { status: number | null; stdout: string; stderr: string } {
        return setSecretUnder({ PULUMI_CONFIG_PASSPHRASE: passphrase }, input, ...flags);
    }

    function setSecretUnder(variables: NodeJS.ProcessEnv, input: string, ...flags: string[]): { status: number | null; stdout: string; stderr: string } {
        const tool = join(project, "tools", "set-secret.ts");
        const env = { ...process.env, ...variables };
        return spawnSync(process.execPath, ["--import", "tsx", tool, file, ...flags], { cwd: project, encoding: "utf8", input, env });
    }

    it("encrypts the variables of a service, one after the other, and leaves the rest as it is", async () => {
        const before = readFileSync(file, "utf8");
        expect(setSecret("s3cret-marker\n", "--services.app.secrets.API_KEY")).toMatchObject({ status: 0, stderr: "" });
        expect(setSecret("another-marker", "--services.app.secrets.DB_PASSWORD")).toMatchObject({ status: 0, stderr: "" });
        const after = readFileSync(file, "utf8");
        expect(after).not.toMatch(/marker/);
        for (const line of before.split("\n").filter((text) => text.includes("#"))) {
            expect(after).toContain(line.slice(line.indexOf("#")));
        }
        const { values, secretKeys } = await readStackConfig(file, "evenkeel", passphrase);
        expect(secretKeys).toEqual(["evenkeel:services"]);
        expect(JSON.parse(values["evenkeel:services"] ?? "")).toMatchObject({
            app: { image: "healthai-rag:1.0.0", secrets: { API_KEY: "s3cret-marker", DB_PASSWORD: "another-marker" } },
        });
        const check = spawnSync(process.execPath, ["--import", "tsx", join(project, "tools", "check-config.ts"), file], { cwd: project, encoding: "utf8" });
        expect([check.status, check.stderr]).toEqual([0, ""]);
    });

    it.each([
        ["no setting", []],
        ["the words of the help", ["--services.SERVICE.secrets.VARIABLE"]],
        ["two settings", ["--tls.key", "--services.app.secrets.API_KEY"]],
        ["a setting that is no secret", ["--services.app.env.LOG_LEVEL"]],
        ["a name that no variable has", ["--services.app.secrets.api-key"]],
    ])("changes nothing with %s", (_, flags) => {
        const before = readFileSync(file, "utf8");
        const { status, stderr } = setSecret("s3cret-marker", ...flags);
        expect(status, stderr).toBe(2);
        expect(stderr).toContain("services.SERVICE.secrets.VARIABLE");
        expect(stderr).not.toContain("marker");
        expect(readFileSync(file, "utf8")).toBe(before);
    });

    it.each<[string, NodeJS.ProcessEnv, string]>([
        ["none", {}, "Set PULUMI_CONFIG_PASSPHRASE_FILE to a file"],
        ["an empty one", { PULUMI_CONFIG_PASSPHRASE: "" }, "Set PULUMI_CONFIG_PASSPHRASE_FILE to a file"],
        ["a file that is not there", { PULUMI_CONFIG_PASSPHRASE_FILE: "/nowhere/passphrase" }, "can't be read"],
        ["an empty file", { PULUMI_CONFIG_PASSPHRASE_FILE: "/dev/null" }, "/dev/null is empty"],
    ])("changes nothing with %s for a passphrase, and says how to make one", (_, variables, words) => {
        const before = readFileSync(file, "utf8");
        const unset = { PULUMI_CONFIG_PASSPHRASE: undefined, PULUMI_CONFIG_PASSPHRASE_FILE: undefined };
        const { status, stderr } = setSecretUnder({ ...unset, ...variables }, "s3cret-marker", "--host.privateKey");
        expect(status, stderr).toBe(1);
        expect(stderr).toContain(words);
        expect(stderr).toContain("(umask 077; openssl rand -base64 32 > ");
        expect(readFileSync(file, "utf8")).toBe(before);
    });
});
