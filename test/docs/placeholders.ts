import type { Ground } from "./proofs";

/** What pages write in capitals for something of the reader's, as far as the test of each ground fills it in. */
const filledIn: Readonly<Record<Ground, readonly string[]>> = {
    dev: ["STACK", "FILE", "DIR", "HOST", "SITE", "COMMIT"],
    host: ["NODE", "ADDRESS", "NAME", "RELEASE", "INSTANCE", "PORT", "PATH"],
    docker: ["STACK", "NAME", "CONTAINER", "INSTANCE", "SERVICE", "VOLUME", "EXPORTER", "IMAGE", "HOST", "SITE", "PORT", "PATH"],
    kubernetes: ["STACK", "NAMESPACE", "NAME", "POD", "SERVICE", "CLAIM", "INSTANCE", "PORT", "PATH", "FOLDER"],
};

/** Words of the programs themselves. */
const ownWords = ["JSON", "POST", "HUP"];

/** Placeholders of a command that no test on that ground knows. */
export function unknownPlaceholders(command: string, ground: Ground): readonly string[] {
    const words = command.replace(/^(?:[A-Z_]+=\S+ +)+/, "").match(/(?<![\w.])[A-Z]{2,}(?![\w.])/g) ?? [];
    return words.filter(word => !filledIn[ground].includes(word) && !ownWords.includes(word));
}
