import { commandProvider } from "./command";
import { checkRemoteCommand } from "./command-inputs";
import { readConnection } from "./ssh-connection";

/** `command:remote:Command`. What of its environment reaches the command is for the server's AcceptEnv to say. */
export const remoteCommand = commandProvider({
    openInputs: ["connection"],
    check: checkRemoteCommand,

    async run(command, inputs, log) {
        const [{ dial }, { runRemotely }] = await Promise.all([import("./ssh-dial"), import("./ssh-run")]);
        const client = await dial(readConnection(inputs["connection"]), log);
        try {
            return await runRemotely(client, command);
        } finally {
            client.end();
        }
    },
});
