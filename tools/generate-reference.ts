import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { referenceFiles } from "../components/config/reference/files";
import { policyPages } from "../policy/reference/pages";
import { project } from "./commands/home";

/** Writes the reference that is made from the registry of settings and from the policies: run it after changing one of them. */
for (const { path, content } of [...referenceFiles(), ...policyPages()]) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), content);
    console.log(`wrote ${path}`);
}
