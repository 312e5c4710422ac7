const factors: Readonly<Record<string, number>> = {
    "": 1, n: 1e-9, u: 1e-6, m: 1e-3,
    k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18,
    Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60,
};

/** What a quantity of Kubernetes stands for: `250m` for 0.25, `1Gi` for 1073741824; undefined: it is none. */
export function quantity(text: string | undefined): number | undefined {
    const [, count, suffix = ""] = /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)([A-Za-z]*)$/.exec(text ?? "") ?? [];
    const factor = factors[suffix];
    const value = Number(count) * (factor ?? NaN);
    return count === undefined || Number.isNaN(value) ? undefined : value;
}
