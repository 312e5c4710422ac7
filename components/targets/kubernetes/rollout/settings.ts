/** What the command is told by its environment. */
export interface Settings {
    /** null: the kubeconfig's current one. */
    readonly context: string | null;
    readonly namespace: string;
    readonly site: string;
    readonly deployment: string;
    /** How long it may go on without another pod that is ready, in milliseconds. */
    readonly timeout: number;
    /** How clients get to the Service of the Deployment's name; none: it is not theirs to reach. */
    readonly address: "LoadBalancer" | "NodePort" | "none";
}

/** @throws with the variable that is missing. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
    const given = (name: string): string => {
        const value = environment[name];
        if (value === undefined || value === "") {
            throw new Error(`${name} is not set: this program is run by evenkeel itself.`);
        }
        return value;
    };
    const context = environment["EVENKEEL_CONTEXT"] ?? "";
    const address = environment["EVENKEEL_ADDRESS"];
    return {
        context: context === "" ? null : context,
        namespace: given("EVENKEEL_NAMESPACE"),
        site: given("EVENKEEL_SITE"),
        deployment: given("EVENKEEL_DEPLOYMENT"),
        timeout: Number(environment["EVENKEEL_TIMEOUT"] ?? 300) * 1000,
        address: address === "LoadBalancer" || address === "NodePort" ? address : "none",
    };
}

/** What the Deployment is called among its stack's: `app`, `app-backup`, `proxy`. */
export function shortName({ site, deployment }: Pick<Settings, "site" | "deployment">): string {
    return deployment.startsWith(`${site}-`) ? deployment.slice(site.length + 1) : deployment;
}
