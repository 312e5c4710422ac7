/** What a stack is for: the more depends on it, the less the policies let pass. */
export const environments = ["development", "staging", "production"] as const;
export type Environment = (typeof environments)[number];

/** Pulumi's own words: `mandatory` stops an `up`, `advisory` warns, `disabled` says nothing. */
export const levels = ["mandatory", "advisory", "disabled"] as const;
export type Level = (typeof levels)[number];

/** The policies that a stack is held to; their rules stand in `policy/rules/`. The names are Pulumi's of them, for ever. */
export const policyNames = [
    "backup-instances",
    "certificate-covers-hosts",
    "certificate-lifetime",
    "data-volumes-kept",
    "health-checked",
    "host-keys",
    "hsts",
    "key-never-plain",
    "liveness-apart-from-readiness",
    "minimum-instances",
    "no-default-passwords",
    "operator-endpoints-closed",
    "pinned-images",
    "rate-limit-alike",
    "rate-limit-on",
    "rate-limit-total",
    "resource-limits",
    "sane-probe-timing",
    "site-named",
    "tls-floor",
    "tls-on",
    "trusted-proxies-named",
    "upstreams-match-deployment",
] as const;
export type PolicyName = (typeof policyNames)[number];

/** How strictly single policies are kept. */
export type Levels = Readonly<Partial<Record<PolicyName, Level>>>;
