import { contains, isList, isMap, Secret, type Value, type ValueMap } from "./values";

/** Shorter texts are too likely to be part of an innocent word. */
const shortestSecret = 6;
/** Of a secret's single lines, as a program's error message may quote one. */
const shortestLine = 16;

/** The first and last lines of PEM, which keys share with certificates. */
const armour = /^-----(BEGIN|END) [A-Z ]+-----$/;

/** Takes every secret that it has learnt of out of texts for people. */
export class Scrubber {
    private readonly secrets = new Set<string>();
    private longestFirst: readonly string[] | undefined;

    learn(secret: string): void {
        const lines = secret.split("\n").map(line => line.trim()).filter(line => !armour.test(line));
        const quoted = JSON.stringify(secret).slice(1, -1);
        for (const text of [...[secret, secret.trim(), quoted].filter(isLong(shortestSecret)), ...lines.filter(isLong(shortestLine))]) {
            this.secrets.add(text);
        }
        this.longestFirst = undefined;
    }

    /** @param open names the secret properties whose parts are secret only where they are marked by themselves. */
    learnFrom(properties: ValueMap, open: readonly string[] = []): void {
        for (const [name, value] of Object.entries(properties)) {
            this.learnFromValue(open.includes(name) && value instanceof Secret ? value.value : value, false);
        }
    }

    scrub(text: string): string {
        this.longestFirst ??= [...this.secrets].sort((a, b) => b.length - a.length);
        return this.longestFirst.reduce((scrubbed, secret) => scrubbed.replaceAll(secret, "[secret]"), text);
    }

    private learnFromValue(value: Value, hidden: boolean): void {
        if (value instanceof Secret) {
            // Where a part is marked by itself, the whole is secret for that part's sake.
            this.learnFromValue(value.value, !contains(value.value, inside => inside instanceof Secret));
        } else if (typeof value === "string" && hidden) {
            this.learn(value);
        } else if (isList(value) || isMap(value)) {
            Object.values(value).forEach(inside => {
                this.learnFromValue(inside, hidden);
            });
        }
    }
}

function isLong(length: number): (text: string) => boolean {
    return text => text.length >= length;
}
