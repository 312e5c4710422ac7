import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { referenceFiles } from "../components/config/reference/files";
import { project } from "./commands/home";

/** Writes the reference that is made from the registry of settings: run it after changing a setting. */
for (const { path, content } of referenceFiles()) {
    writeFileSync(join(project, path), content);
    console.log(`wrote ${path}`);
}
