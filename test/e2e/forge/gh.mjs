#!/usr/bin/env node
// Stands in for the forge's `gh api`: notes down each call, and keeps comments and issues in a file. What is not asked of
// it here it refuses, so that a new flag or address has to be taught first. Queries are answered by the real jq.
import { execFileSync } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

const { GH_CALLS, GH_STORE, GH_TOKEN } = process.env;
const bot = { login: "github-actions[bot]" };

const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
        paginate: { type: "boolean" },
        silent: { type: "boolean" },
        method: { type: "string", default: "GET" },
        jq: { type: "string" },
        field: { type: "string", multiple: true, default: [] },
        "raw-field": { type: "string", multiple: true, default: [] },
    },
});
const [command, address = ""] = positionals;
if (command !== "api" || positionals.length !== 2 || !GH_TOKEN) {
    throw new Error(`gh ${process.argv.slice(2).join(" ")}: not known here, or no GH_TOKEN`);
}
const fields = Object.fromEntries([...values.field.map(typed), ...values["raw-field"].map(plain)]);
appendFileSync(GH_CALLS, `${JSON.stringify({ method: values.method, address, fields })}\n`);
answer();

function answer() {
    const store = JSON.parse(readFileSync(GH_STORE, "utf8"));
    const [path, query = ""] = address.split("?");
    const [, list, item, comments] = /^repos\/owner\/site\/(issues\/comments|issues)(?:\/(\d+))?(\/comments)?$/.exec(path) ?? [];
    if (list === undefined) {
        throw new Error(`${address}: not known here`);
    }
    const kind = comments === undefined && list === "issues" ? "issues" : "comments";
    if (values.method === "GET") {
        const isOpen = ({ state }) => state === undefined || !query.includes("state=open") || state === "open";
        print(store[kind].filter(isOpen));
        return;
    }
    if (values.method === "POST") {
        const number = store.next++;
        store[kind].push({ id: number, number, user: bot, ...(kind === "issues" ? { state: "open" } : { issue: Number(item) }), ...fields });
    } else {
        Object.assign(store[kind].find(({ id }) => id === Number(item)), fields);
    }
    writeFileSync(GH_STORE, JSON.stringify(store));
}

/** Two pages, each of which gh asks the query of by itself. */
function print(all) {
    const half = values.paginate ? Math.ceil(all.length / 2) : all.length;
    for (const page of [all.slice(0, half), all.slice(half)]) {
        process.stdout.write(execFileSync("jq", ["-r", values.jq ?? "."], { input: JSON.stringify(page) }));
    }
}

function typed(field) {
    const [name, value] = plain(field);
    return [name, value.startsWith("@") ? readFileSync(value.slice(1), "utf8") : value];
}

function plain(field) {
    const at = field.indexOf("=");
    return [field.slice(0, at), field.slice(at + 1)];
}
