/** What a forge makes something else of: a mention, a reference, a link, an emoji, a formula. As code, it stays as it is. */
const linked = /@\w|[#!]\d|\bGH-\d|:\/\/|\bwww\.|\b[0-9a-f]{7,40}\b|:[\w+-]+:|\$/i;

/** What may stand around such a word in a sentence. */
const aroundWord = /^([("']*)(.*?)([)"'.,:;]*)$/;

/** Text of anybody's, as text in Markdown: nothing in it is a link, a mention, markup or HTML. What stands between backticks is code. */
export function plain(text: string): string {
    return written(text, codeSpan, word => entities(word).replace(/[\\`*_{}[\]#|~]/g, "\\$&"));
}

/** The same within HTML, where a backslash is one. */
export function html(text: string): string {
    return written(text, code => `<code>${entities(code)}</code>`, entities);
}

type Writer = (text: string) => string;

function written(text: string, asCode: Writer, asText: Writer): string {
    return text.replace(/[\r\n]+/g, " ").replace(/`([^`]+)`|[^\s`]+|`/g, (word, quoted: string | undefined) => {
        if (quoted !== undefined) {
            return asCode(quoted);
        }
        const [, before = "", middle = "", after = ""] = linked.test(word) ? (aroundWord.exec(word) ?? []) : [];
        return middle === "" ? asText(word) : `${asText(before)}${asCode(middle)}${asText(after)}`;
    });
}

/** Within a line there is no backtick in it: what stands between two of them is taken first. */
function codeSpan(code: string): string {
    return `\`${code}\``;
}

function entities(text: string): string {
    return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** A block of code that nothing in it can end. */
export function fenced(language: string, lines: readonly string[]): string[] {
    const longest = Math.max(2, ...lines.flatMap(line => (line.match(/`+/g) ?? []).map(run => run.length)));
    const fence = "`".repeat(longest + 1);
    return [`${fence}${language}`, ...lines, fence];
}

/** One line until it is opened. The title is HTML. */
export function folded(title: string, lines: readonly string[]): string[] {
    return [`<details><summary>${title}</summary>`, "", ...lines, "", "</details>"];
}
