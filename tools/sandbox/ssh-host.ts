import type { ChildProcess } from "node:child_process";
import { timingSafeEqual } from "node:crypto";
import { Server, utils, type AuthContext, type Connection, type Session } from "ssh2";
import { runCommand } from "./ssh-command";

export interface SshHostSettings {
    /** Private key in PEM that proves to clients that they talk to this host. */
    readonly hostKey: string;
    readonly user: string;
    /** `ssh-ed25519 AAAA...`: the only key that lets anyone in. */
    readonly authorizedKey: string;
}

/** An SSH server that runs commands and does nothing else: no terminal, no files, no forwarding. */
export class SshHost {
    private readonly server: Server;

    constructor(private readonly settings: SshHostSettings) {
        this.server = new Server({ hostKeys: [settings.hostKey] }, connection => this.welcome(connection));
    }

    /** Resolves once connections are accepted. */
    listen(address: string, port: number): Promise<void> {
        return new Promise((resolve, reject) => {
            this.server.once("error", reject);
            this.server.listen(port, address, resolve);
        });
    }

    private welcome(connection: Connection): void {
        connection.on("authentication", context => this.authenticate(context));
        connection.on("session", accept => serveSession(accept()));
        // Scanners and clients that were killed end without a word: the connection is over, the host is not.
        connection.on("error", () => connection.end());
    }

    private authenticate(context: AuthContext): void {
        if (context.method !== "publickey") {
            context.reject(["publickey"]);
            return;
        }
        const allowed = utils.parseKey(this.settings.authorizedKey);
        if (allowed instanceof Error || context.username !== this.settings.user || !isSame(context.key.data, allowed.getPublicSSH())) {
            context.reject(["publickey"]);
            return;
        }
        const { signature, blob } = context;
        if (signature === undefined || blob === undefined || allowed.verify(blob, signature, context.hashAlgo) === true) {
            // Without a signature the client only asks whether it is worth signing.
            context.accept();
        } else {
            context.reject(["publickey"]);
        }
    }
}

function isSame(one: Buffer, other: Buffer): boolean {
    return one.length === other.length && timingSafeEqual(one, other);
}

function serveSession(session: Session): void {
    let child: ChildProcess | undefined;
    session.on("exec", (accept, _reject, info) => {
        child = runCommand(info.command, accept());
    });
    session.on("signal", (accept, _reject, info) => {
        signalGroup(child, `SIG${info.name}`);
        accept?.();
    });
}

/** To the whole group, as sshd does: the shell alone would leave behind what it runs. */
function signalGroup(child: ChildProcess | undefined, signal: string): void {
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
        return;
    }
    try {
        process.kill(-child.pid, signal);
    } catch {
        // It ended by itself in the meantime, or the client named a signal that does not exist.
    }
}
