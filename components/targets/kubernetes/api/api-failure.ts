/** Why the cluster did not do what it was asked; its message is for the operator. */
export class ApiFailure extends Error {
    /**
     * @param kind away: it does not answer, or says to come back later; refused: asking again would not help.
     * @param status of its HTTP answer; undefined: there was none.
     */
    constructor(
        readonly kind: "away" | "refused",
        message: string,
        readonly status?: number,
    ) {
        super(message);
    }
}

/** The API server's answers that say to come back later. */
const later = [408, 429, 500, 502, 503, 504];

/** What an answer that is no success means. */
export function failureOfAnswer(server: string, status: number, body: string): ApiFailure {
    if (status === 401) {
        return new ApiFailure("refused", `The cluster at ${server} does not take the kubeconfig's credentials (401). They may have run out: log in again.`, status);
    }
    return new ApiFailure(later.includes(status) ? "away" : "refused", messageIn(body) ?? `The cluster at ${server} answers with status ${String(status)}.`, status);
}

/** What a connection that was never made, or broke, means. */
export function failureOfConnection(server: string, error: Error): ApiFailure {
    const { code = "" } = error as NodeJS.ErrnoException;
    return /CERT|ISSUER|SELF_SIGNED|ERR_TLS|ERR_SSL/.test(code)
        ? new ApiFailure("refused", `The certificate of the cluster at ${server} is not trusted: ${error.message}. Check the kubeconfig's certificate-authority.`)
        : new ApiFailure("away", `The cluster at ${server} does not answer (${code === "" ? error.message : code}).`);
}

/** The sentence in the API's own Status object. */
function messageIn(body: string): string | undefined {
    try {
        const { message } = JSON.parse(body) as { readonly message?: unknown };
        return typeof message === "string" && message !== "" ? message : undefined;
    } catch {
        return undefined;
    }
}
