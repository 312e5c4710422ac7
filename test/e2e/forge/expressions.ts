import { runInNewContext } from "node:vm";

/** What expressions can name: `github`, `vars`, `secrets`, `needs`, `steps`, `matrix`. */
export type Contexts = Readonly<Record<string, object>>;

/**
 * The value of an expression. Those of this project's workflows mean the same in JavaScript, but for a name that is not
 * there: it is empty.
 */
export function evaluate(expression: string, contexts: Contexts): unknown {
    const functions = { fromJSON: (text: string): unknown => JSON.parse(text), cancelled: () => false };
    const named = Object.fromEntries(Object.entries(contexts).map(([name, context]) => [name, forgiving(context)]));
    return runInNewContext(expression, { ...functions, ...named });
}

/** A text with the values of its expressions in their places. */
export function resolve(text: string, contexts: Contexts): string {
    return text.replace(/\$\{\{(.*?)\}\}/g, (_whole, expression: string) => String(evaluate(expression, contexts)));
}

/** Whether a job or step is to run. */
export function holds(condition: string | undefined, contexts: Contexts): boolean {
    return condition === undefined || Boolean(evaluate(condition.replace(/^\$\{\{(.*)\}\}$/s, "$1"), contexts));
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
