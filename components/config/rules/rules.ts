import type { Problem } from "../problem";
import type { Draft } from "../settings/stack";

/** What single settings cannot see: every rule that looks at several of them. */
export function brokenRules(_draft: Draft): Problem[] {
    return [];
}
