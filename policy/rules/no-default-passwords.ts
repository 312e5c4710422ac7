import type { Container, Text } from "../deployed/deployed";
import type { Finding, Rule } from "../rule";
import { byEnvironment } from "./by-environment";

export const noDefaultPasswords: Rule = {
    name: "no-default-passwords",
    title: "No password that everybody knows",
    severity: "critical",
    why: "Passwords such as `admin` and `changeme` are the first that scanners try, within minutes of a port being open; an empty one lets everybody in.",
    fix: "Make a password of your own and hand it over as a secret: `npm run set-secret -- STACK --services.NAME.secrets.VARIABLE < FILE`. Grafana's own is made by the stack, and is among its outputs.",
    levels: byEnvironment("advisory", "mandatory", "mandatory"),
    figures: {},
    check: ({ containers, texts }) => [...containers.flatMap(inEnvironment), ...containers.flatMap(grafanaWithout), ...texts.flatMap(inText)],
};

/** What software comes with, and what people put in its place for now. */
const wellKnown = [
    "", "0000", "1234", "12345", "123456", "12345678", "123456789", "admin", "admin123", "administrator", "change-me", "change_me", "changeit", "changeme", "default",
    "demo", "example", "grafana", "guest", "letmein", "minioadmin", "mysql", "pass", "passw0rd", "password", "password1", "password123", "postgres", "prom-operator", "qwerty",
    "replace-me", "root", "secret", "secret123", "superset", "test", "test123", "todo", "toor", "user", "welcome", "xxx",
];

const isPassword = /(?:^|[_.-]|[a-z])(?:password|passwd|passphrase|pwd|secret|token|api_?key|access_?key|secret_?key|credentials?)$/i;

const allowed = "a password of your own, as a secret";

function isWellKnown(value: string): boolean {
    return wellKnown.includes(value.trim().toLowerCase());
}

function shown(value: string): string {
    return value.trim() === "" ? "an empty value" : "a value that everybody knows";
}

function inEnvironment({ urn, where, env }: Container): Finding[] {
    return env.flatMap(({ name, value }) =>
        value !== undefined && isPassword.test(name) && isWellKnown(value) ? [{ urn, where: `${where}, variable ${name}`, found: shown(value), allowed }] : [],
    );
}

/** Grafana lets `admin` in with the password `admin` until it is told another one. */
function grafanaWithout({ urn, where, image, env }: Container): Finding[] {
    const told = env.some(({ name }) => name.startsWith("GF_SECURITY_ADMIN_PASSWORD"));
    const isGrafana = /(?:^|\/)grafana(?:-[a-z]+)?(?:[:@]|$)/.test(image);
    return isGrafana && !told ? [{ urn, where, found: "Grafana without a password of its own, so that it takes `admin`", allowed: "GF_SECURITY_ADMIN_PASSWORD__FILE" }] : [];
}

/** `password: admin`, `"admin_password" = "changeme"`; and `https://user:password@host`. */
const setting = /["']?([\w.-]*(?:password|passwd|passphrase|secret|token))["']?[ \t]*[:=][ \t]*["']?([^\s"',;}]+)["']?[ \t]*(?:[,;}]|$)/gim;
const inUrl = /\b[a-z][a-z0-9+.-]*:\/\/([^\s:/@"']+):([^\s/@"']*)@/gi;

function inText({ urn, where, property, text }: Text): Finding[] {
    const settings = [...text.matchAll(setting)].map(([, name = "", value = ""]) => ({ name, value }));
    const urls = [...text.matchAll(inUrl)].map(([, user = "", value = ""]) => ({ name: `the URL of ${user}`, value }));
    return [...settings, ...urls]
        .filter(({ value }) => isWellKnown(value))
        .map(({ name, value }) => ({ urn, where: `${where}, ${property}`, found: `${shown(value)} as ${name}`, allowed }));
}
