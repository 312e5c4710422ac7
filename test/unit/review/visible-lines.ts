/** What is seen of lines of Markdown before anything is opened. */
export function visibleLines(markdown: string): string[] {
    const opened = markdown.replace(/<details>(<summary>.*<\/summary>)[^]*?<\/details>/g, "$1");
    return opened.split("\n").filter(line => line.trim() !== "" && !/^<!--.*-->$/.test(line));
}
