import type { AgentLayer, Outcome } from "./agent-layer";

/** Commands that change something. Between two of them a kill makes no difference. */
const changing = ["cp", "ln", "mkdir", "mv", "nginx", "rm", "sort"];

/** Where programs may run: /tmp of the agent is not such a place. */
const folder = "/var/tmp/killing";

/** In the agent, in front of every command that changes something: one that kills the script that calls it, when it is the n-th. */
export async function layTraps(layer: AgentLayer): Promise<void> {
    const trap = `#!/bin/sh
printf x >>${folder}/calls
if [ "$(wc -c <${folder}/calls)" -ge "$KILLED_AT" ]; then
    read -r _ _ _ _ group _ <"/proc/$$/stat"
    kill -9 "-$group"
fi
PATH=\${PATH#*:}
exec "\${0##*/}" "$@"
`;
    await layer.exec("agent", `mkdir -p ${folder}/bin
for command in ${changing.join(" ")}; do
    cat >${folder}/bin/$command <<'TRAP'
${trap}TRAP
    chmod 755 ${folder}/bin/$command
done`);
}

/** Runs one of the agent's scripts, and kills all of it at its n-th changing command. Ends with code 0 when there are fewer. */
export async function killedAt(layer: AgentLayer, at: number, words: readonly string[], stdin = ""): Promise<Outcome> {
    await layer.exec("agent", `: >${folder}/calls`);
    const path = `PATH=${folder}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;
    return layer.inAgent(words, stdin, [path, `KILLED_AT=${String(at)}`]);
}
