import type { Comparison } from "./comparison";
import type { Commit } from "./git";
import { plain } from "./markdown";
import { cut } from "./room";

/** What a comment is about. */
export interface Compared {
    readonly comparison: Comparison;
    /** Why the commit's own code did not render what it is compared with. */
    readonly broken: string | undefined;
}

/** Which commits a comment compares, and how far it can be relied on. */
export function footOf({ comparison: { base, head, isEdited, isFromParting }, broken }: Compared): string[] {
    const edited = isEdited ? " and edits since that are not committed change" : " changes";
    return [
        ...(broken === undefined ? [] : [`What it was is rendered by the code of this commit, because its own can't: ${plain(cut(broken, 300))}`, ""]),
        ...(isFromParting ? [] : ["This clone does not know where the two parted: what others have done since shows as taken back. A clone with the whole history knows it.", ""]),
        `This is what ${inWords(head)}${edited} against ${inWords(base)}, from the stack files alone. Against what is deployed: \`npm run preview -- STACK --diff\`.`,
    ];
}

/** Its hash, of which a forge makes a link, and its subject. */
function inWords({ hash, subject }: Commit): string {
    return `${hash.slice(0, 7)} (${plain(cut(subject, 72))})`;
}
