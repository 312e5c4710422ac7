import * as pulumi from "@pulumi/pulumi";
import { checkProvided } from "../tls/check";
import type { Model } from "./model";
import { formatProblems, type Problem } from "./problem";
import { readSandboxHost, wantsSandbox, withSandbox } from "./sandbox";
import { printsOf } from "./secret-prints";
import { separateSecrets, unopened, type BySecret, type SecretValues } from "./secrets";
import { validate, type RawConfig } from "./validate";

declare module "@pulumi/pulumi/runtime/config" {
    function isConfigSecret(key: string): boolean;
}

const namespace = "evenkeel:";

/** A stack file's two halves: the model, and the secrets that go past it. */
export interface Stack {
    readonly model: Model;
    readonly secrets: BySecret<pulumi.Output<string>>;
    /** Tells one value of a secret from another, known before anything runs. Slow to make, so that it is slow to guess from. */
    readonly secretPrints: SecretValues;
}

/**
 * Reads the stack's configuration from Pulumi.
 *
 * @throws RunError with every problem of the stack file, which Pulumi prints without a stack trace.
 */
export function load(): Stack {
    const { raw, secrets } = separateSecrets(readSettings(), block => pulumi.runtime.isConfigSecret(namespace + block));
    const sandbox = wantsSandbox(raw) ? readSandboxHost() : undefined;
    const result = validate(sandbox === undefined ? raw : withSandbox(raw, sandbox));
    if ("problems" in result) {
        throw refuse(result.problems);
    }
    const key = secrets["tls.key"];
    const problems = checkProvided(result.model, key === unopened ? undefined : key, new Date());
    if (problems.length > 0) {
        throw refuse(problems);
    }
    const all = sandbox === undefined ? secrets : { ...secrets, "host.privateKey": sandbox.privateKey };
    return { model: result.model, secrets: asOutputs(all), secretPrints: printsOf(secrets) };
}

function readSettings(): RawConfig {
    const entries = Object.entries(pulumi.runtime.allConfig()).filter(([key]) => key.startsWith(namespace));
    return Object.fromEntries(entries.map(([key, text]) => [key.slice(namespace.length), parse(text)]));
}

/** Pulumi hands blocks over as JSON and plain words as they are. */
function parse(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return text;
    }
}

function refuse(problems: readonly Problem[]): pulumi.RunError {
    return new pulumi.RunError(formatProblems(problems));
}

function asOutputs(secrets: SecretValues): Stack["secrets"] {
    return Object.fromEntries(entriesOf(secrets).map(([setting, value]) => [setting, pulumi.secret(value)]));
}

function entriesOf(secrets: SecretValues): [string, string][] {
    return Object.entries(secrets).filter((entry): entry is [string, string] => entry[1] !== undefined);
}
