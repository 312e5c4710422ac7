import { isDeepStrictEqual } from "node:util";
import type { Model } from "../../components/config/model";
import type { Problem } from "../../components/config/problem";
import { validate } from "../../components/config/validate";
import { modelOf, project, rawOf, textOf } from "../unit/config/stack-files";
import { acceptances, type Acceptance } from "./acceptances";
import type { Change } from "./changes";
import { mutantsOf, type Mutant } from "./mutants";
import { refusals, type Refusal } from "./refusals";

/** A mutant that the validator lets through. */
export interface Accepted extends Mutant {
    readonly stack: string;
    readonly model: Model;
    /** Whether it means the same as what it was made from. */
    readonly isSame: boolean;
}

export interface Refused extends Mutant {
    readonly stack: string;
    readonly problems: readonly Problem[];
}

export interface Verdicts {
    readonly accepted: readonly Accepted[];
    readonly refused: readonly Refused[];
}

/** What the validator says of every mutant of a shipped stack file. */
export function verdictsOn(stack: string): Verdicts {
    const raw = rawOf(textOf(project, stack));
    const before = modelOf(raw);
    const [accepted, refused]: [Accepted[], Refused[]] = [[], []];
    for (const mutant of mutantsOf(raw)) {
        const result = validate(mutant.raw);
        if ("model" in result) {
            accepted.push({ ...mutant, stack, model: result.model, isSame: isDeepStrictEqual(result.model, before) });
        } else {
            refused.push({ ...mutant, stack, problems: result.problems });
        }
    }
    return { accepted, refused };
}

/** A place without the names that are the user's own: `services.*.routes[*].path`. */
export function shapeOf(path: string): string {
    return path
        .replace(/\[\d+\]/g, "[*]")
        .replace(/^services\.[^.[]+/, "services.*")
        .replace(/^kubernetes\.services\.[^.[]+/, "kubernetes.services.*")
        .replace(/(^services\.\*\.env|^site\.headers|^kubernetes\.services\.\*\.volumes)\.[^.[]+/, "$1.*");
}

/** The policy that is to refuse a mutant; undefined: none. */
export function refusalOf({ stack, path, change }: Accepted): Refusal | undefined {
    return refusals.find((refusal) => refusal.stacks.includes(stack) && covers(refusal, path, change));
}

/** Why a mutant is rightly accepted. */
export function acceptanceOf({ path, change }: Accepted): Acceptance | undefined {
    return acceptances.find((acceptance) => covers(acceptance, path, change));
}

function covers({ places, changes }: Pick<Acceptance, "places" | "changes">, path: string, change: Change): boolean {
    const shape = shapeOf(path);
    return changes.includes(change) && places.some((place) => matches(place, shape));
}

/** `kubernetes.probes.*.fall` covers liveness and readiness. */
export function matches(place: string, shape: string): boolean {
    return place === shape || new RegExp(`^${place.replace(/[.[\]]/g, "\\$&").replace(/\*/g, "[^.[\\]]+")}$`).test(shape);
}
