import type { FileChange } from "./files";
import { count } from "./formats";

/** `nginx/conf.d/upstream.conf (+2 -0)`, or that it is new or gone. */
export function heading({ path, kind, added, removed }: FileChange): string {
    switch (kind) {
        case "new":
            return `${path} (new, ${count(added, "line")})`;
        case "gone":
            return `${path} (gone)`;
        case "changed":
            return `${path} (+${String(added)} -${String(removed)})`;
    }
}
