import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { formatProblems } from "../../components/config/problem";
import { validate, type RawConfig } from "../../components/config/validate";
import { render } from "../../components/proxy/render";
import { writeRelease } from "../rendering/write-release";
import { instancesConfig, seedConfig, tunedConfig, type Bench, type KeyPair } from "./reference-configs";

export type Scheme = "http" | "https";

/** A configuration in the comparison. */
export interface Contestant {
    readonly name: "generated" | "tuned" | "seed";
    readonly configuration: string;
}

/** Port of the instances' own status page, which counts the connections that they were given. */
export const statusPort = 29_090;

/** Writes the configuration of the instances that all contestants stand before. */
export function writeInstances(bench: Bench): string {
    makeCertificate(bench.certificates.ecdsa, ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]);
    makeCertificate(bench.certificates.rsa, ["-newkey", "rsa:2048"]);
    return write(bench, "instances.conf", instancesConfig(bench, statusPort));
}

/** Writes the contestants; the generated one serves plain HTTP where TLS is off, and redirects to HTTPS where it is on. */
export function writeContestants(bench: Bench, scheme: Scheme): readonly Contestant[] {
    return [
        { name: "generated", configuration: writeGenerated(bench, scheme) },
        { name: "tuned", configuration: write(bench, "tuned.conf", tunedConfig(bench)) },
        { name: "seed", configuration: write(bench, "seed.conf", seedConfig(bench)) },
    ];
}

/** As a user would write it, but for the limit, which would be all that is measured. */
function stackFile(bench: Bench, scheme: Scheme): RawConfig {
    return {
        target: "host",
        host: { sandbox: true, prefix: bench.folder },
        site: { name: "bench", listen: "127.0.0.1", http: bench.httpPort, https: bench.httpsPort, rateLimit: "off" },
        tls: { mode: scheme === "http" ? "off" : "self-signed" },
        // The bench's folder may be closed to other accounts.
        ...(process.getuid?.() === 0 ? { nginx: { user: "root" } } : {}),
        services: { api: { routes: ["/"], instances: [...bench.instances] } },
    };
}

function writeGenerated(bench: Bench, scheme: Scheme): string {
    const result = validate(stackFile(bench, scheme));
    if ("problems" in result) {
        throw new Error(formatProblems(result.problems));
    }
    const { paths } = result.model;
    for (const folder of [paths.logs, paths.cache, paths.state, dirname(paths.pid)]) {
        mkdirSync(folder, { recursive: true });
    }
    const nginx = join(bench.folder, `release-${scheme}`, "nginx");
    writeRelease(render(result.model), dirname(nginx));
    placeCertificate(bench, join(nginx, "tls"));
    return join(nginx, "nginx.conf");
}

function placeCertificate(bench: Bench, folder: string): void {
    mkdirSync(folder, { recursive: true });
    copyFileSync(bench.certificates.ecdsa.certificate, join(folder, "site.crt"));
    copyFileSync(bench.certificates.ecdsa.key, join(folder, "site.key"));
    writeFileSync(join(folder, "id.conf"), 'default "bench";\n');
}

function makeCertificate({ certificate, key }: KeyPair, algorithm: readonly string[]): void {
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
    execFileSync("openssl", ["req", "-x509", ...algorithm, "-nodes", "-days", "2", ...subject, "-keyout", key, "-out", certificate], { stdio: "ignore" });
}

function write(bench: Bench, name: string, content: string): string {
    const file = join(bench.folder, name);
    writeFileSync(file, content);
    return file;
}
