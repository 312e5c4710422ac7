import { nearest } from "../nearest";
import { environments, levels, policyNames } from "../policy-names";
import { choice } from "../types/choice";
import { dictionary } from "../types/dictionary";
import { text } from "../types/scalar";

/** `evenkeel:environment`. */
export const environment = choice(environments, {
    meaning: { dev: "development", test: "development", stage: "staging", qa: "staging", prod: "production", live: "production" },
});

const policyName = text(`one of ${policyNames.join(", ")}`, raw => {
    const value = policyNames.find(name => name === raw);
    return value === undefined ? { fix: nameFix(raw) } : { value };
}, { enum: policyNames });

const level = choice(levels, {
    meaning: { off: "disabled", false: "disabled", none: "disabled", warn: "advisory", warning: "advisory", on: "mandatory", true: "mandatory", error: "mandatory" },
});

/** `evenkeel:policies`: levels that the stack has of its own. */
export const policies = dictionary(policyName, level, "policies to mandatory, advisory or disabled");

function nameFix(raw: string): string {
    const near = nearest(raw, policyNames);
    return near === undefined ? "Remove it: there is no policy of this name." : `Did you mean ${near}?`;
}
