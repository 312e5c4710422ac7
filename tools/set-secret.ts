import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { isSecretSetting, type SecretSetting } from "../components/config/secrets";
import { runCommand, type Flag, type Invocation } from "./commands/command";
import { exitCode, Failure } from "./commands/failure";
import { sealSecret } from "./commands/seal-secret";
import { findStack } from "./commands/stack-argument";
import { givenPassphrase, passphraseRecipe } from "./commands/passphrase";

const known: readonly Flag[] = [
    { name: "tls.key", help: "the private key of tls.certificate, in PEM" },
    { name: "host.privateKey", help: "the SSH key that opens the nodes" },
    { name: "services.SERVICE.secrets.VARIABLE", help: "an environment variable of a service's instances" },
];

/** The variables of services have the user's own names: what is typed and can be one is a flag. */
const typed: readonly Flag[] = process.argv
    .flatMap(word => /^--(services\..+)$/.exec(word)?.[1] ?? [])
    .filter(isSecretSetting)
    .map(name => ({ name, help: "" }));

async function setSecret({ stack, flags }: Invocation): Promise<number> {
    const place = findStack(stack);
    const setting = theOne(flags);
    const passphrase = ownPassphrase();
    // One line break at the end is the editor's or echo's: the Pulumi CLI leaves it out too.
    const value = (await text(process.stdin)).replace(/\r?\n$/, "");
    if (value.trim() === "") {
        throw new Failure(`There is nothing on standard input. Give the secret there: npm run set-secret -- ${stack} --${setting} < FILE`, exitCode.refused);
    }
    replace(place.file, await sealSecret(readFileSync(place.file, "utf8"), setting, value, passphrase));
    console.log(`${place.file} holds ${setting}, encrypted.`);
    return 0;
}

/** By a rename, so that the stack file is whole at every moment. */
function replace(file: string, content: string): void {
    writeFileSync(`${file}.new`, content);
    renameSync(`${file}.new`, file);
}

function theOne(flags: ReadonlySet<string>): SecretSetting {
    const [setting, ...more] = [...flags].filter(isSecretSetting);
    if (setting === undefined || more.length > 0) {
        throw new Failure(`Name one setting: ${known.map(({ name }) => `--${name}`).join(", ")}.`, exitCode.refused);
    }
    return setting;
}

/**
 * The one that is made for the local state goes with that state; a stack file outlives it. And an empty one, which Pulumi
 * allows, would publish the secret to whoever reads the repository.
 */
function ownPassphrase(): string {
    const passphrase = givenPassphrase() ?? "";
    if (passphrase === "") {
        throw new Failure(
            "Set PULUMI_CONFIG_PASSPHRASE_FILE to a file with the passphrase of this stack's secrets (or PULUMI_CONFIG_PASSPHRASE to the passphrase itself), and keep it: " +
                `nothing reads them without it. A new one is made with: ${passphraseRecipe("FILE")}`,
        );
    }
    return passphrase;
}

void runCommand({
    name: "set-secret",
    summary: "Encrypts what comes on standard input into a stack file, as `pulumi config set --secret` does.",
    flags: [...known, ...typed],
    run: setSecret,
});
