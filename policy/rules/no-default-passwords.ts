import type { Container, Text } from "../deployed/deployed";
import type { Finding, Rule } from "../rule";
import { byEnvironment } from "./by-environment";
import { secretKindOf, type SecretKind } from "./secret-names";

export const noDefaultPasswords: Rule = {
    name: "no-default-passwords",
    title: "No password that everybody knows",
    severity: "critical",
    why: "Passwords such as `admin` and `changeme` are the first that scanners try, within minutes of a port being open; an empty one lets everybody in.",
    fix: "Make a password of your own and hand it over as a secret: `npm run set-secret -- STACK --services.NAME.secrets.VARIABLE < FILE`. Grafana's own is made by the stack, and is among its outputs.",
    levels: byEnvironment("advisory", "mandatory", "mandatory"),
    figures: {},
    check: ({ containers, texts }) => [...containers.flatMap(grafanaWithout), ...texts.flatMap(inText)],
};

/** What people put in the place of something secret for now. */
const placeholders = [
    "0000", "1234", "12345", "123456", "12345678", "123456789", "admin", "admin123", "change-me", "change_me", "changeit", "changeme", "letmein", "pass", "passw0rd", "password",
    "password1", "password123", "qwerty", "replace-me", "secret", "secret123", "test123", "todo", "xxx",
];

/** What software comes with; behind anything but a password these are words as others are. */
const accounts = [
    "", "administrator", "default", "demo", "example", "grafana", "guest", "minioadmin", "mysql", "postgres", "prom-operator", "root", "superset", "test", "toor", "user", "welcome",
];

function isWellKnown(kind: SecretKind | undefined, value: string): boolean {
    const said = value.trim().toLowerCase();
    return (kind !== undefined && placeholders.includes(said)) || (kind === "password" && accounts.includes(said));
}

/** Grafana lets `admin` in with the password `admin` until it is told another one. */
function grafanaWithout({ urn, where, role, image, env }: Container): Finding[] {
    const told = env.some(({ name }) => name.startsWith("GF_SECURITY_ADMIN_PASSWORD"));
    const isGrafana = /(?:^|\/)grafana(?:-[a-z]+)?(?:[:@]|$)/.test(image);
    const allowed = role === "instance" ? "GF_SECURITY_ADMIN_PASSWORD among the service's `secrets`" : "GF_SECURITY_ADMIN_PASSWORD__FILE, with the password that the stack makes";
    return isGrafana && !told ? [{ urn, where, found: "Grafana without a password of its own, so that it takes `admin`", allowed }] : [];
}

interface Said {
    /** As the finding calls it; undefined: as its property is called. */
    readonly name: string | undefined;
    readonly kind: SecretKind | undefined;
    readonly value: string;
}

/** The text as a whole goes by its property: `env DB_PASSWORD`, `data.DB_PASSWORD`. */
function inText({ urn, where, property, text }: Text): Finding[] {
    const whole: Said = { name: undefined, kind: secretKindOf(property), value: text };
    return [whole, ...settingsIn(text), ...urlsIn(text)]
        .filter(({ kind, value }) => isWellKnown(kind, value))
        .map(({ name, value }) => ({ urn, where: `${where}, ${property}`, found: `${shown(value)}${name === undefined ? "" : ` as ${name}`}`, allowed: "a password of your own, as a secret" }));
}

/** `password: admin`, `"admin_password" = "changeme"`. */
function settingsIn(text: string): Said[] {
    const settings = text.matchAll(/(?<![\w.-])([\w.-]+)["']?[ \t]*[:=][ \t]*["']?([^\s"',;}]+)["']?[ \t]*(?:[,;}]|$)/gm);
    return [...settings].map(([, name = "", value = ""]) => ({ name, kind: secretKindOf(name), value }));
}

/** `https://user:password@host`, and `redis://:password@host`. */
function urlsIn(text: string): Said[] {
    const urls = text.matchAll(/\b[a-z][a-z0-9+.-]*:\/\/([^\s:/@"']*):([^\s/@"']*)@/gi);
    return [...urls].map(([, user = "", value = ""]) => ({ name: user === "" ? "the password in a URL" : `the URL of ${user}`, kind: "password", value }));
}

function shown(value: string): string {
    return value.trim() === "" ? "an empty value" : "a value that everybody knows";
}
