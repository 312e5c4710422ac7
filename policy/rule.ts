import type { Environment, Level, PolicyName } from "../components/config/policy-names";
import type { Deployed } from "./deployed/deployed";

/** A figure that a rule goes by, such as the number of instances that there must be. */
export interface Figure {
    readonly doc: string;
    readonly by: Readonly<Record<Environment, number>>;
}

/** One policy: drives the pack, the embedded engine's check, and its page in the docs. */
export interface Rule<F extends string = string> {
    readonly name: PolicyName;
    /** What must be so, in one sentence without its full stop. */
    readonly title: string;
    readonly severity: "low" | "medium" | "high" | "critical";
    /** What goes wrong otherwise; one to three sentences. */
    readonly why: string;
    /** What to do about it in the stack file; one to three sentences. */
    readonly fix: string;
    readonly levels: Readonly<Record<Environment, Level>>;
    readonly figures: Readonly<Record<F, Figure>>;
    check(deployed: Deployed, figures: Readonly<Record<F, number>>): readonly Finding[];
}

/** One place that breaks a rule. */
export interface Finding {
    readonly urn: string;
    readonly where: string;
    /** Never the value of a secret. */
    readonly found: string;
    readonly allowed: string;
    /** Where it can be more exact than the rule's own. */
    readonly fix?: string;
}
