import { runInNewContext } from "node:vm";

/** What expressions can name: `github`, `vars`, `secrets`, `needs`, `steps`, `matrix`. */
export type Contexts = Readonly<Record<string, object>>;

/**
 * The value of an expression. Those of this project's workflows mean the same in JavaScript, but for a name that is not
 * there: it is empty.
 *
 * @param hasSucceeded what came before it.
 */
export function evaluate(expression: string, contexts: Contexts, hasSucceeded = true): unknown {
    const states = { success: () => hasSucceeded, failure: () => !hasSucceeded, always: () => true, cancelled: () => false };
    const functions = { fromJSON: (text: string): unknown => JSON.parse(text), ...states };
    const named = Object.fromEntries(Object.entries(contexts).map(([name, context]) => [name, forgiving(context)]));
    return runInNewContext(expression, { ...functions, ...named });
}

/** A text with the values of its expressions in their places. */
export function resolve(text: string, contexts: Contexts): string {
    return text.replace(/\$\{\{(.*?)\}\}/g, (_whole, expression: string) => String(evaluate(expression, contexts)));
}

/** Whether a job or step is to run: only after success, unless its condition asks how it went. */
export function holds(condition: string | undefined, contexts: Contexts, hasSucceeded: boolean): boolean {
    const expression = condition?.replace(/^\$\{\{(.*)\}\}$/s, "$1") ?? "true";
    const asks = /\b(?:success|failure|always|cancelled)\(\)/.test(expression);
    return (asks || hasSucceeded) && Boolean(evaluate(expression, contexts, hasSucceeded));
}

/** Empty at the end of a path, and on the way there. */
function forgiving(context: object): object {
    return new Proxy(context, {
        get(target, key): unknown {
            const value: unknown = Reflect.get(target, key);
            if (typeof value === "object" && value !== null) {
                return forgiving(value);
            }
            return value ?? "";
        },
    });
}
