import { isList, isMap, mapValues, secret, Unknown, unwrap, type Value, type ValueMap } from "../values";
import type { Checked } from "./provider";
import { connectionDefaults } from "./ssh-connection";

const textInputs = ["create", "update", "delete", "stdin"] as const;
const known = new Set<string>([...textInputs, "connection", "triggers", "logging", "addPreviousOutputInEnv", "environment"]);
const logging = ["stdout", "stderr", "stdoutAndStderr", "none"];
const secretFields = new Set(["password", "privateKey", "privateKeyPassword"]);

/** Checks the inputs of a remote command, and fills in what the provider fills in. */
export function checkCommand(inputs: ValueMap): Checked {
    const problems = Object.entries(inputs).flatMap(([name, value]) => problemsOf(name, unwrap(value)));
    if (inputs["connection"] === undefined) {
        problems.push("connection is missing: say which host to run the command on.");
    }
    return problems.length > 0 ? { problems } : { inputs: mapValues(inputs, (value, name) => (name === "connection" ? withDefaults(value) : value)) };
}

function problemsOf(name: string, value: Value): string[] {
    if (!known.has(name)) {
        return [`${name} is no input of a remote command.`];
    }
    if (value === null || value instanceof Unknown) {
        return [];
    }
    switch (name) {
        case "connection":
            return connectionProblems(value);
        case "triggers":
            return isList(value) ? [] : ["triggers has to be a list."];
        case "logging":
            return typeof value === "string" && logging.includes(value) ? [] : [`logging has to be one of ${logging.join(", ")}.`];
        case "addPreviousOutputInEnv":
            return typeof value === "boolean" ? [] : ["addPreviousOutputInEnv has to be true or false."];
        case "environment":
            // Whether a server takes a variable is nothing that the library tells, and the provider fails where it doesn't.
            return ["environment needs the Pulumi CLI: the embedded engine can't tell whether the server takes the variables. Put VAR=value in front of the command."];
        default:
            return typeof value === "string" ? [] : [`${name} has to be text.`];
    }
}

function connectionProblems(value: Value): string[] {
    if (!isMap(value)) {
        return ["connection has to be a set of fields: host, port, user, privateKey, hostKey."];
    }
    const proxied = (value["proxy"] ?? null) !== null;
    return [
        ...(typeof value["host"] === "string" || value["host"] instanceof Unknown ? [] : ["connection.host is missing."]),
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
