/** The beginning of a text that is too long. */
export function cut(text: string, most: number): string {
    return text.length <= most ? text : `${text.slice(0, most - 3)}...`;
}

/** Characters that lines take, with their ends. */
export function sizeOf(lines: readonly string[]): number {
    return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

export interface Room {
    readonly lines: number;
    readonly characters: number;
}

/** The lines that there is room for, and those that there is none for. */
export function split(lines: readonly string[], room: Room): readonly [shown: string[], rest: string[]] {
    let [shown, left] = [0, room.characters];
    for (const line of lines.slice(0, room.lines)) {
        left -= line.length + 1;
        if (left < 0) {
            break;
        }
        shown += 1;
    }
    return [lines.slice(0, shown), lines.slice(shown)];
}
