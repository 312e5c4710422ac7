import type { JsonSchema } from "../type";
import { stack } from "../settings/stack";

/**
 * A JSON schema (draft-07) of stack files, for editors. It knows every single setting; what several settings say
 * together only `npm run check-config` checks.
 */
export function stackSchema(): JsonSchema {
    return {
        $schema: "http://json-schema.org/draft-07/schema#",
        title: "evenkeel stack file",
        type: "object",
        required: ["config"],
        properties: { config: configSchema() },
    };
}

/** Other namespaces are other people's. */
function configSchema(): JsonSchema {
    const { properties, required, ...rest } = stack.schema;
    return {
        ...rest,
        properties: Object.fromEntries(Object.entries(properties ?? {}).map(([key, schema]) => [`evenkeel:${key}`, schema as unknown])),
        required: Array.isArray(required) ? required.map((key) => `evenkeel:${String(key)}`) : [],
        patternProperties: { "^(?!evenkeel:)[^:]+:": {} },
    };
}
