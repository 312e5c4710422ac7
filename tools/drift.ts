import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { engineToLook } from "./commands/choose-engine";
import { runCommand } from "./commands/command";
import { lastDeployed } from "./commands/doctor/deployed";
import { checkTarget } from "./commands/doctor/target";
import { exitCode, Failure } from "./commands/failure";
import { callersFolder } from "./commands/home";
import { readStack, type CheckedStack } from "./commands/read-stack";
import { driftIn, verdictOf, type Drift } from "./drift/drift";
import { issueText, reportText } from "./drift/report";

const codes = { drift: exitCode.drift, unknown: exitCode.failed, none: 0 } as const;

/** Against what the last `up` noted down: an edit that nobody has deployed yet is no drift. */
async function look(stack: CheckedStack): Promise<Drift> {
    const engine = await engineToLook(stack);
    const deployed = await lastDeployed(engine, stack);
    if (deployed === undefined) {
        throw new Failure(`The stack ${stack.name} is not up, as far as the state says that is found from here, so there is nothing to compare with. If it is up, check PULUMI_BACKEND_URL.`);
    }
    return driftIn(await checkTarget({ ...stack, model: deployed.model }, deployed), await engine.drift());
}

void runCommand({
    name: "drift",
    summary: [
        "Looks whether what runs is what was deployed last, and says what differs, without the values of properties. Changes nothing.",
        "Ends with 0 when nothing differs, with 3 when something does, with 1 when it could not look.",
    ].join("\n"),
    flags: [{ name: "out", value: "FILE", help: "where to write it as the text of an issue, when something differs" }],
    async run({ stack: argument, values }) {
        const stack = readStack(argument);
        const drift = await look(stack);
        const verdict = verdictOf(drift);
        console.log(reportText(drift, stack));
        const out = values.get("out");
        if (out !== undefined && verdict === "drift") {
            writeFileSync(resolve(callersFolder(), out), issueText(drift, stack));
        }
        return codes[verdict];
    },
});
