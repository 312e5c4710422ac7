import type { DeployedService } from "../deployed/deployed";
import type { Finding, Rule } from "../rule";
import { byEnvironment } from "./by-environment";
import { askedServers, poolsOf, type Pool } from "./pools";
import { count, list, listOr } from "./words";

export const backupInstances: Rule<"minimum"> = {
    name: "backup-instances",
    title: "Backups are there where they are asked for, and serve only while every primary is down",
    severity: "high",
    why: "A backup that the proxy takes for a primary gets everyday requests; a primary that it takes for a backup gets none until all others are down. Either way nothing is left when it is needed.",
    fix: "Say which instances are backups with the service's `backup`: a number on docker and kubernetes, a list of addresses on a host.",
    levels: byEnvironment("advisory", "mandatory", "mandatory"),
    figures: { minimum: { doc: "How many backups every service has at the least.", by: byEnvironment(0, 0, 0) } },
    check: (deployed, { minimum }) => [
        ...deployed.services.filter(({ backups }) => backups < minimum).map(service => tooFew(service, minimum)),
        ...deployed.services.flatMap(both),
        ...poolsOf(deployed).flatMap(pool => [...asPrimary(pool), ...asBackup(pool)]),
    ],
};

function tooFew({ name, urn, backups }: DeployedService, minimum: number): Finding {
    return { urn, where: `service ${name}`, found: count(backups, "backup"), allowed: `at least ${minimum}` };
}

function both({ name, urn, instances, backup }: DeployedService): Finding[] {
    const left = backup.filter(address => instances.includes(address));
    const found = `${list(left)} both as an instance and as a backup`;
    return left.length === 0 ? [] : [{ urn, where: `service ${name}`, found, allowed: "each of them once: a backup is no primary" }];
}

function asPrimary(pool: Pool): Finding[] {
    const left = pool.service.backup.filter(address => !flagged(pool).includes(address) && named(pool).includes(address));
    return left.length === 0 ? [] : [finding(pool, `the backup ${list(left)} as a primary`)];
}

function asBackup(pool: Pool): Finding[] {
    const left = flagged(pool).filter(address => !pool.service.backup.includes(address));
    return left.length === 0 ? [] : [finding(pool, `${list(left)} as a backup`)];
}

function finding({ proxy: { urn }, service, where }: Pool, found: string): Finding {
    return { urn, where, found, allowed: `\`backup\` at ${listOr(service.backup, "no server")} alone, as it is deployed` };
}

function flagged({ upstream }: Pool): readonly string[] {
    return askedServers(upstream).filter(({ backup }) => backup).map(({ address }) => address);
}

function named({ upstream }: Pool): readonly string[] {
    return askedServers(upstream).map(({ address }) => address);
}
