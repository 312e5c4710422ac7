import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";

/** A small stack for the engine's tests: a component with a key and remote commands, as the stack's configuration says. */
interface CommandSettings {
    readonly name: string;
    readonly stdin?: string;
    readonly after?: readonly string[];
    readonly triggers?: readonly string[];
    /** Another command, whose printed text is the trigger. */
    readonly triggersFrom?: string;
    readonly remove?: string | null;
    readonly secret?: boolean;
    readonly protect?: boolean;
    readonly deleteFirst?: boolean;
    readonly host?: string;
}

const config = new pulumi.Config("evenkeel");
const server = config.requireObject<{ port: number; hostKey: string }>("server");
const connection = {
    host: "127.0.0.1",
    port: server.port,
    user: "tester",
    hostKey: server.hostKey,
    privateKey: config.requireSecret("privateKey"),
    dialErrorLimit: 1,
};

class Group extends pulumi.ComponentResource {
    readonly commands = new Map<string, command.remote.Command>();

    constructor(name: string) {
        super("evenkeel:test:Group", name, {});
    }

    add(settings: CommandSettings): void {
        const { name, stdin = "", after = [] } = settings;
        const dependsOn = after.flatMap(other => this.commands.get(other) ?? []);
        const payload = settings.secret === true ? pulumi.interpolate`${stdin}${config.requireSecret("marker")}` : stdin;
        const made = new command.remote.Command(
            name,
            {
                connection: settings.host === undefined ? connection : { ...connection, host: settings.host },
                create: `create ${name}`,
                update: `update ${name}`,
                ...(settings.remove === null ? {} : { delete: settings.remove ?? `delete ${name}` }),
                stdin: payload,
                logging: "none",
                addPreviousOutputInEnv: false,
                ...this.triggersOf(settings),
            },
            {
                parent: this,
                dependsOn,
                ...(settings.protect === undefined ? {} : { protect: settings.protect }),
                ...(settings.deleteFirst === undefined ? {} : { deleteBeforeReplace: settings.deleteFirst }),
            },
        );
        this.commands.set(name, made);
    }

    private triggersOf({ triggers, triggersFrom }: CommandSettings): { triggers?: pulumi.Input<string>[] } {
        const printed = triggersFrom === undefined ? undefined : this.commands.get(triggersFrom)?.stdout;
        return printed === undefined ? (triggers === undefined ? {} : { triggers: [...triggers] }) : { triggers: [printed] };
    }
}

/** An authority and a leaf below it. */
function certify(): void {
    const options = { parent: group };
    const authorityKey = new tls.PrivateKey("authority-key", { algorithm: "ECDSA", ecdsaCurve: "P256" }, options);
    const authority = new tls.SelfSignedCert(
        "authority",
        {
            privateKeyPem: authorityKey.privateKeyPem,
            subject: { commonName: "authority" },
            isCaCertificate: true,
            validityPeriodHours: 1000,
            allowedUses: ["cert_signing"],
        },
        options,
    );
    const leafKey = new tls.PrivateKey("leaf-key", { algorithm: "RSA", rsaBits: 2048 }, options);
    const request = new tls.CertRequest("request", { privateKeyPem: leafKey.privateKeyPem, dnsNames: ["localhost"], ipAddresses: ["127.0.0.1"] }, options);
    new tls.LocallySignedCert(
        "leaf",
        {
            certRequestPem: request.certRequestPem,
            caPrivateKeyPem: authorityKey.privateKeyPem,
            caCertPem: authority.certPem,
            validityPeriodHours: 100,
            allowedUses: ["server_auth", "digital_signature"],
            earlyRenewalHours: config.getNumber("earlyRenewalHours") ?? 10,
        },
        options,
    );
}

const group = new Group("group");
(config.getObject<CommandSettings[]>("commands") ?? []).forEach(settings => {
    group.add(settings);
});
const key = config.getBoolean("key") === true ? new tls.PrivateKey("key", { algorithm: "ECDSA", ecdsaCurve: "P256" }, { parent: group }) : undefined;
if (config.getBoolean("certificates") === true) {
    certify();
}
if (config.get("unsupported") !== undefined) {
    new command.remote.CopyFile("copy", { connection, localPath: "a", remotePath: "b" });
}
if (config.get("broken") !== undefined) {
    throw new pulumi.RunError("the program is broken");
}

export const publicKey = key?.publicKeyPem;
export const privateKey = key?.privateKeyPem;
export const printed = Object.fromEntries([...group.commands].map(([name, made]) => [name, made.stdout]));
