import { printsOf } from "../../components/config/secret-prints";
import { separateSecrets, type SecretValues } from "../../components/config/secrets";
import { UnreadableSecrets } from "../engine";
import type { StackPlace } from "./stack-argument";
import { stackProgram } from "./stack-program";

/**
 * What tells the secrets of a stack from others.
 *
 * @returns undefined where they can't be read here, because a cloud's key keeps them.
 */
export async function secretPrints(stack: StackPlace): Promise<SecretValues | undefined> {
    try {
        const { project, config } = await stackProgram(stack);
        const raw = Object.fromEntries(Object.entries(config.values).map(([key, text]) => [key.slice(project.length + 1), parsed(text)]));
        return printsOf(separateSecrets(raw, block => config.secretKeys.includes(`${project}:${block}`)).secrets);
    } catch (error) {
        if (error instanceof UnreadableSecrets) {
            return undefined;
        }
        throw error;
    }
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return text;
    }
}
