import { linesOf, pages, type Line } from "./pages";

/** A command that a page prints. */
export interface Command {
    readonly page: string;
    /** From 1; of its first appearance on the page. */
    readonly line: number;
    /** As it stands there, without the remark behind it. */
    readonly text: string;
}

/** Programs and shell words that a line of the pages begins with when it is a command. */
export const programs: readonly string[] = [
    ...["cat", "cd", "cp", "curl", "df", "echo", "export", "for", "git", "journalctl", "ls", "nginx", "npm", "node", "npx", "openssl", "sed", "sh", "ss", "ssh", "ssh-keyscan"],
    ...["sudo", "systemctl", "setsebool", "tail", "docker", "kubectl", "pulumi", "ab", "netstat", "readlink", "printf", "mkdir", "rm", "mv"],
    ...["certbot", "tar", "top", "uptime"],
];
const begins = new RegExp(`^(?:[A-Z_]+=\\S+ +)*(?:${programs.join("|")})(?: |$)`);

/** The first word of what looks like a command: a line of a block that says no other language. */
const firstWord = /^ {4}([a-z][\w.-]*)(?: |$)/;

export function commandsOf(page: string): readonly Command[] {
    const found = linesOf(page).flatMap(line => commandsIn(line).map(text => ({ page, line: line.number, text })));
    return found.filter(({ text }, index) => found.findIndex(other => other.text === text) === index);
}

/** Every command of every page; on each page once, in its order. */
export function allCommands(): readonly Command[] {
    return pages.flatMap(commandsOf);
}

/** Words that begin a line of a block, in case one of them is a program that is none of `programs`. */
export function firstWords(page: string): readonly string[] {
    return linesOf(page).flatMap(({ block, text }) => (block === "indented" ? (firstWord.exec(text)?.[1] ?? []) : []));
}

function commandsIn({ block, text }: Line): readonly string[] {
    switch (block) {
        case "prose":
            return [...text.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code.replaceAll("\\|", "|")).filter(code => begins.test(code) && code.includes(" "));
        case "sh":
        case "bash":
        case "":
            return text.trim() === "" || text.trim().startsWith("#") ? [] : [withoutRemark(text.trim())];
        case "indented":
            return begins.test(text.trim()) ? [withoutRemark(text.trim())] : [];
        default:
            return [];
    }
}

function withoutRemark(text: string): string {
    return text.replace(/\s+# .*$/, "");
}
