import type { PolicyConfigSchema, PolicyPackArgs, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import type { Deployed } from "./deployed/deployed";
import { deployed } from "./deployed/deployed-from";
import { fromAnalyzer, inputsFromAnalyzer } from "./deployed/from-analyzer";
import type { Props, Registered } from "./deployed/registered";
import { figuresOf } from "./judge";
import { descriptionOf, formatViolation, pageOf } from "./report";
import type { Finding, Rule } from "./rule";
import { rules } from "./rules/rules";

/**
 * Every rule as a policy of the CLI's, with production's level and figures where no configuration says otherwise.
 *
 * Rules are about the stack as a whole, which the CLI hands over at the end of a preview or an update with what has become of
 * each resource: an image is an id by then, and a cluster has filled in its defaults. So a policy that never complains
 * notes down before that what the program asks for.
 */
export function packArgs(): PolicyPackArgs {
    const inputs = new Map<string, Props>();
    const view = remembering(registered => deployed(registered));
    return { policies: [note(inputs), ...rules.map(rule => policyOf(rule, inputs, view))] };
}

function note(inputs: Map<string, Props>): ResourceValidationPolicy {
    return {
        name: "what-is-registered",
        description: "Notes down what the program asks for, so that the policies judge that. It has no complaints.",
        enforcementLevel: "advisory",
        validateResource: ({ urn, props }) => {
            inputs.set(urn, inputsFromAnalyzer(props));
        },
    };
}

type View = (registered: readonly Registered[]) => Deployed | undefined;

function policyOf(rule: Rule, inputs: ReadonlyMap<string, Props>, view: View): StackValidationPolicy {
    return {
        name: rule.name,
        displayName: rule.title,
        description: descriptionOf(rule),
        enforcementLevel: rule.levels.production,
        severity: rule.severity,
        remediationSteps: rule.fix,
        url: pageOf(rule),
        configSchema: schemaOf(rule),
        validateStack: ({ resources, getConfig }, reportViolation) => {
            const seen = view(fromAnalyzer(resources).map(resource => ({ ...resource, props: inputs.get(resource.urn) ?? resource.props })));
            const findings = seen === undefined ? [] : rule.check(seen, { ...figuresOf(rule, "production"), ...getConfig<Record<string, number>>() });
            if (findings.length > 0) {
                reportViolation(formatViolation(rule, findings), commonUrn(findings));
            }
        },
    };
}

/** The resource that they are all about; undefined: the CLI puts them down to the stack. */
function commonUrn([first, ...others]: readonly Finding[]): string | undefined {
    return others.every(({ urn }) => urn === first?.urn) ? first?.urn : undefined;
}

function schemaOf({ figures }: Rule): PolicyConfigSchema {
    const properties = Object.entries(figures).map(([name, { doc, by }]) => [name, { type: "number" as const, description: doc, default: by.production }]);
    return { properties: Object.fromEntries(properties) as PolicyConfigSchema["properties"] };
}

/** The CLI hands a stack to one policy after another without a pause, so that it is read for the first of them alone. */
function remembering(read: View): View {
    let last: { readonly view: Deployed | undefined } | undefined;
    return registered => {
        if (last === undefined) {
            last = { view: read(registered) };
            setImmediate(() => {
                last = undefined;
            });
        }
        return last.view;
    };
}
