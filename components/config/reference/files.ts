import { stackSchema } from "./schema";
import { settingsPage } from "./settings-page";

/** A file of the project that is made from the registry. */
export interface ReferenceFile {
    /** Relative to the project. */
    readonly path: string;
    readonly content: string;
}

/** Everything that is made from the registry of settings. */
export function referenceFiles(): ReferenceFile[] {
    return [
        { path: "docs/settings.md", content: settingsPage() },
        { path: "docs/stack.schema.json", content: `${JSON.stringify(stackSchema(), null, 2)}\n` },
    ];
}
