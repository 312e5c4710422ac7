/** Puts together what a command prints; decoded once, as a character may come in two pieces. */
export function collector(): { add(data: Buffer): void; text(): string } {
    const parts: Buffer[] = [];
    return {
        add: data => {
            parts.push(data);
        },
        text: () => Buffer.concat(parts).toString("utf8"),
    };
}
