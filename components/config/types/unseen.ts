import { describeUnseen } from "../found";
import type { Problem } from "../problem";
import type { Type } from "../type";

/** The same for what may be a secret in the wrong place, or lets whoever has it in: no message repeats it. */
export function unseen<T>(type: Type<T>): Type<T> {
    return {
        ...type,
        read(raw, at) {
            const problems: Problem[] = [];
            const value = type.read(raw, { ...at, problems });
            at.problems.push(...problems.map(({ fix, ...problem }) => ({ ...problem, found: describeUnseen(raw), fix: isText(raw) ? fix : "Put it in quotes." })));
            return value;
        },
    };
}

/** Whether it needs no quotes: text, or nothing that quotes would help. */
function isText(raw: unknown): boolean {
    return typeof raw !== "number" && typeof raw !== "boolean";
}
