import { createRequire } from "node:module";
import { join } from "node:path";
import { describeStack, type Code } from "./described";

/**
 * Describes stack files by the code of the folder that they are in: `describe-main.ts FOLDER FILE...` prints a list as JSON. In a
 * process of its own, which has one commit's code alone.
 */
function codeIn(folder: string): Code {
    const load = createRequire(join(folder, "package.json"));
    const from = (module: string): Code => load(join(folder, "components", module)) as Code;
    const { readStackFile } = from("config/stack-file");
    const { validate } = from("config/validate");
    const { checkProvided } = from("tls/check");
    const { render } = from("proxy/render");
    const { targetFiles } = from("targets/files");
    const { stackManifests, inOrder } = from("targets/kubernetes/manifests/stack");
    return { readStackFile, validate, checkProvided, render, targetFiles, stackManifests, inOrder };
}

const [folder = ".", ...files] = process.argv.slice(2);
process.stdout.write(JSON.stringify(files.map(file => describeStack(join(folder, file), codeIn(folder)))));
