import { isList, isMap, mapValues, secret, Unknown, unwrap, type Value, type ValueMap } from "../values";
import type { Checked } from "./provider";
import { connectionDefaults } from "./ssh-connection";

const logging = ["stdout", "stderr", "stdoutAndStderr", "none"];
const secretFields = new Set(["password", "privateKey", "privateKeyPassword"]);

type Rule = (value: Value) => string[];

/** A known value that is none of these is a problem; what is absent or not known yet is not. */
const rule = (isRight: (value: Value) => boolean, problem: string): Rule => value => (isRight(value) ? [] : [problem]);
const isText = (value: Value): boolean => typeof value === "string" || value instanceof Unknown;

const commonRules: Readonly<Record<string, Rule>> = {
    ...Object.fromEntries(["create", "update", "delete", "stdin"].map(name => [name, rule(isText, `${name} has to be text.`)])),
    triggers: rule(isList, "triggers has to be a list."),
    logging: rule(value => typeof value === "string" && logging.includes(value), `logging has to be one of ${logging.join(", ")}.`),
    addPreviousOutputInEnv: rule(value => typeof value === "boolean", "addPreviousOutputInEnv has to be true or false."),
};

const remoteRules: typeof commonRules = {
    ...commonRules,
    connection: connectionProblems,
    // Whether a server takes a variable is nothing that the library tells, and the provider fails where it doesn't.
    environment: () => ["environment needs the Pulumi CLI: the embedded engine can't tell whether the server takes the variables. Put VAR=value in front of the command."],
};

const localRules: typeof commonRules = {
    ...commonRules,
    dir: rule(isText, "dir has to be text."),
    environment: rule(value => isMap(value) && Object.values(value).map(unwrap).every(isText), "environment has to be a set of texts."),
    interpreter: rule(value => isList(value) && value.every(isText), "interpreter has to be a list of texts."),
    assetPaths: () => ["assetPaths needs the Pulumi CLI."],
    archivePaths: () => ["archivePaths needs the Pulumi CLI."],
};

/** Checks the inputs of a remote command, and fills in what the provider fills in. */
export function checkRemoteCommand(inputs: ValueMap): Checked {
    const problems = problemsOf(inputs, remoteRules, "remote");
    if (inputs["connection"] === undefined) {
        problems.push("connection is missing: say which host to run the command on.");
    }
    return problems.length > 0 ? { problems } : { inputs: mapValues(inputs, (value, name) => (name === "connection" ? withDefaults(value) : value)) };
}

export function checkLocalCommand(inputs: ValueMap): Checked {
    const problems = problemsOf(inputs, localRules, "local");
    return problems.length > 0 ? { problems } : { inputs };
}

function problemsOf(inputs: ValueMap, rules: typeof commonRules, kind: string): string[] {
    return Object.entries(inputs).flatMap(([name, value]) => {
        const check = Object.hasOwn(rules, name) ? rules[name] : undefined;
        const plain = unwrap(value);
        if (check === undefined) {
            return [`${name} is no input of a ${kind} command.`];
        }
        return plain === null || plain instanceof Unknown ? [] : check(plain);
    });
}

function connectionProblems(value: Value): string[] {
    if (!isMap(value)) {
        return ["connection has to be a set of fields: host, port, user, privateKey, hostKey."];
    }
    const proxied = (value["proxy"] ?? null) !== null;
    return [
        ...(isText(value["host"] ?? null) ? [] : ["connection.host is missing."]),
        ...(proxied ? ["connection.proxy needs the Pulumi CLI: the embedded engine connects directly."] : []),
    ];
}

/** The whole is secret, and within it what would be secret by itself. */
function withDefaults(connection: Value): Value {
    const plain = unwrap(connection);
    if (!isMap(plain)) {
        return connection;
    }
    const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== null));
    return secret(mapValues({ ...connectionDefaults, ...given }, (value, name) => (secretFields.has(name) ? secret(value) : value)));
}
