import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { runCommand } from "./commands/command";
import { exitCode, Failure } from "./commands/failure";
import { callersFolder, project } from "./commands/home";
import { review } from "./review/review";

void runCommand({
    name: "review",
    summary: [
        "Writes a pull request's comment: what changes for each stack against another commit, which policies it breaks, and the changed",
        "lines of each rendered file. Works from the files alone, with no network, state, or secret. Ends with 2 when a stack is refused.",
    ].join("\n"),
    stacks: "several",
    flags: [
        { name: "against", value: "COMMIT", help: "what to compare with, as git names it: origin/main, HEAD^1" },
        { name: "out", value: "FILE", help: "where to write the comment; else it is printed" },
    ],
    async run({ stacks, values }) {
        const against = values.get("against");
        if (against === undefined || against === "") {
            throw new Failure("Say what to compare with: npm run review -- --against origin/main", exitCode.refused);
        }
        const { markdown, refused } = await review(project, stacks, against);
        const out = values.get("out");
        if (out === undefined) {
            process.stdout.write(markdown);
        } else {
            writeFileSync(resolve(callersFolder(), out), markdown);
        }
        return refused ? exitCode.refused : 0;
    },
});
