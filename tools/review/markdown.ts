/** Text of anybody's, as text in Markdown: nothing in it is a link, a mention, markup or HTML. */
export function plain(text: string): string {
    return text
        .replace(/[\r\n]+/g, " ")
        .replace(/[\\`*_{}[\]<>#|~]/g, character => (character === "<" ? "&lt;" : character === ">" ? "&gt;" : `\\${character}`))
        .replace(/@(?=\w)/g, "@\u200b");
}

/** A block of code that nothing in it can end. */
export function fenced(language: string, lines: readonly string[]): string[] {
    const longest = Math.max(2, ...lines.flatMap(line => (line.match(/`+/g) ?? []).map(run => run.length)));
    const fence = "`".repeat(longest + 1);
    return [`${fence}${language}`, ...lines, fence];
}

/** One line until it is opened. */
export function folded(title: string, lines: readonly string[]): string[] {
    return [`<details><summary>${title}</summary>`, "", ...lines, "", "</details>"];
}

/** What is seen of lines of Markdown before anything is opened. */
export function visibleLines(markdown: string): string[] {
    const opened = markdown.replace(/<details>(<summary>.*<\/summary>)[^]*?<\/details>/g, "$1");
    return opened.split("\n").filter(line => line.trim() !== "" && !/^<!--.*-->$/.test(line));
}
