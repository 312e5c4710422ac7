import { dial } from "../../engine/providers/ssh-dial";
import { runRemotely } from "../../engine/providers/ssh-run";
import { shellWords } from "../../../components/targets/shell-words";
import type { HostNode, Model } from "../../../components/config/model";

/** What a node says of itself, `name value` a line. */
export type NodeFacts = ReadonlyMap<string, string>;

/** Changes nothing on the node. */
const questions = `
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
home=$1
say() { printf '%s %s\\n' "$1" "$2"; }
if [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; then say root yes; else say root no; fi
say nginx "$(nginx -v 2>&1 | sed -n 's|.*nginx/\\([0-9.]*\\).*|\\1|p')"
command -v curl >/dev/null && say curl yes
command -v apt-get >/dev/null || command -v dnf >/dev/null || command -v apk >/dev/null && say packages yes
place=$home
while [ ! -d "$place" ]; do place=$(dirname "$place"); done
say space "$(df -Pk "$place" | awk 'NR == 2 { print $4 }')"
if [ -r "$home/scripts/settings.sh" ] && [ -r "$home/config/load_balancer.yaml" ]; then
    . "$home/scripts/settings.sh"
    settings=$home/config/load_balancer.yaml
    source=$(setting "$settings" control.source)
    say served "$(curl -q -s --max-time 3 --noproxy '*' --globoff --interface "$source" "$(setting "$settings" control.url)/-/evenkeel/release")"
fi
`;

export interface Login {
    readonly privateKey: string | undefined;
    readonly agentSocketPath: string | undefined;
}

/**
 * Logs in to a node and asks it.
 *
 * @throws with what keeps the log-in from working: the address, the host key or the account.
 */
export async function askNode(node: HostNode, model: Model, login: Login): Promise<NodeFacts> {
    const connection = {
        host: node.address,
        port: node.port,
        user: node.user,
        hostKey: node.hostKey,
        ...login,
        password: undefined,
        privateKeyPassword: undefined,
        dialErrorLimit: 0,
        perDialTimeout: 10,
    };
    const client = await dial(connection, () => undefined);
    try {
        const command = shellWords(["sh", "-c", questions, "doctor", model.paths.home]);
        const ignore = (): void => undefined;
        const { stdout } = await runRemotely(client, { command, stdin: "", environment: {}, onStdout: ignore, onStderr: ignore });
        return parseFacts(stdout);
    } finally {
        client.end();
    }
}

export function parseFacts(printed: string): NodeFacts {
    return new Map(
        printed.split("\n").flatMap(line => {
            const space = line.indexOf(" ");
            return space < 0 ? [] : [[line.slice(0, space), line.slice(space + 1).trim()] as const];
        }),
    );
}
