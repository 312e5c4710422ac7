import type { Certificate } from "../deployed/deployed";
import type { Finding, Rule } from "../rule";
import { byEnvironment } from "./by-environment";
import { count } from "./words";

const hoursPerDay = 24;

export const certificateLifetime: Rule<"minimumDays" | "renewalDays" | "longestDays"> = {
    name: "certificate-lifetime",
    title: "The certificate lives long enough to be renewed in peace",
    severity: "high",
    why: "A certificate that runs out takes the whole site with it. Public ones live 200 days at most since March 2026 and 47 from March 2029 (CA/Browser Forum, SC-081v3): two weeks are about a third of the shortest.",
    fix: "Renew the certificate and put the new one, with its key, into `tls.certificate` and `tls.key`. One that the stack makes itself is renewed by `npm run up`.",
    levels: byEnvironment("disabled", "advisory", "mandatory"),
    figures: {
        minimumDays: { doc: "Days that a provided certificate is still valid.", by: byEnvironment(1, 7, 14) },
        renewalDays: { doc: "Days before its end from which on an `up` makes a self-signed certificate anew.", by: byEnvironment(1, 14, 30) },
        longestDays: { doc: "Days that a self-signed certificate lives; browsers have refused longer ones.", by: byEnvironment(398, 398, 398) },
    },
    check: ({ certificates }, figures) => certificates.flatMap(certificate => (certificate.origin === "provided" ? provided(certificate, figures) : made(certificate, figures))),
};

type Figures = Readonly<Record<"minimumDays" | "renewalDays" | "longestDays", number>>;

function provided({ urn, where, lifetimeHours }: Certificate, { minimumDays }: Figures): Finding[] {
    const days = Math.floor(lifetimeHours / hoursPerDay);
    const found = lifetimeHours <= 0 ? "a certificate that has run out" : `a certificate with ${count(days, "day")} left`;
    return days >= minimumDays ? [] : [{ urn, where, found, allowed: `at least ${count(minimumDays, "day")}` }];
}

function made({ urn, where, lifetimeHours, renewedHoursBefore = 0 }: Certificate, { renewalDays, longestDays }: Figures): Finding[] {
    const [life, renewal] = [lifetimeHours / hoursPerDay, renewedHoursBefore / hoursPerDay];
    const [found, allowed] = [`a certificate of ${count(life, "day")} that is renewed ${count(renewal, "day")} before its end`, `${renewalDays} days or more, and fewer than all of them`];
    return [
        ...(renewal < renewalDays || renewal >= life ? [{ urn, where, found, allowed }] : []),
        ...(life > longestDays ? [{ urn, where, found: `a certificate that lives ${count(life, "day")}`, allowed: `at most ${longestDays}` }] : []),
    ];
}
