const plainWord = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** One command line for a POSIX shell that means exactly these words. The only place where a command is put together. */
export function shellWords(words: readonly string[]): string {
    return words.map(quoted).join(" ");
}

function quoted(word: string): string {
    return plainWord.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
