/** How the instance behaves towards requests; tests turn it through `POST /-/switch`. */
export type Mode = "ok" | "error" | "hang" | "delay";

/** Which requests a mode other than `ok` touches. */
export type Scope = "all" | "traffic" | "health";

export interface Switch {
    readonly mode: Mode;
    readonly scope: Scope;
    /** Status of the answers in mode `error`. */
    readonly status: number;
    /** Milliseconds an answer is held back in mode `delay`. */
    readonly delay: number;
}

export const initialSwitch: Switch = { mode: "ok", scope: "all", status: 500, delay: 1000 };

const modes: readonly string[] = ["ok", "error", "hang", "delay"] satisfies Mode[];
const scopes: readonly string[] = ["all", "traffic", "health"] satisfies Scope[];

/**
 * Reads the body of a switch request. What it leaves out has its initial value, so that one request says everything.
 *
 * @throws Error that names the field that is wrong.
 */
export function parseSwitch(body: string): Switch {
    const wish = parseObject(body);
    const { mode = initialSwitch.mode, scope = initialSwitch.scope } = wish;
    if (!isMode(mode)) {
        throw new Error(`"mode" is one of ${modes.join(", ")}`);
    }
    if (!isScope(scope)) {
        throw new Error(`"scope" is one of ${scopes.join(", ")}`);
    }
    return {
        mode,
        scope,
        status: wholeNumber(wish, "status", initialSwitch.status, 400, 599),
        delay: wholeNumber(wish, "delay", initialSwitch.delay, 0, 600_000),
    };
}

/** Whether a request to `path` feels the switch. */
export function touches(current: Switch, isHealthPath: boolean): boolean {
    switch (current.scope) {
        case "all":
            return true;
        case "traffic":
            return !isHealthPath;
        case "health":
            return isHealthPath;
    }
}

function parseObject(body: string): Record<string, unknown> {
    const value: unknown = JSON.parse(body);
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
        throw new Error("the body is a JSON object");
    }
    return { ...value };
}

function isMode(value: unknown): value is Mode {
    return typeof value === "string" && modes.includes(value);
}

function isScope(value: unknown): value is Scope {
    return typeof value === "string" && scopes.includes(value);
}

function wholeNumber(wish: Record<string, unknown>, name: string, initial: number, low: number, high: number): number {
    const value = wish[name] ?? initial;
    if (typeof value !== "number" || !Number.isInteger(value) || value < low || value > high) {
        throw new Error(`"${name}" is a whole number from ${low} to ${high}`);
    }
    return value;
}
