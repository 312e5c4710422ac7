import { expect, it } from "vitest";
import type { Container, Deployed, Text } from "../../../policy/deployed/deployed";
import { noDefaultPasswords } from "../../../policy/rules/no-default-passwords";

const nothing: Deployed = { target: "docker", site: "x", proxies: [], services: [], containers: [], volumes: [], certificates: [], openings: [], connections: [], texts: [] };

function foundIn(text: Partial<Text>): readonly string[] {
    const texts = [{ where: "container x", urn: "x", property: "env NOTE", text: "", forSecrets: true, ...text }];
    return noDefaultPasswords.check({ ...nothing, texts }, {}).map(({ where, found }) => `${where}: ${found}`);
}

const variables: readonly [name: string, value: string, isDefault: boolean][] = [
    ["DB_PASSWORD", "Admin", true],
    ["DB_PASSWORD", "", true],
    ["dbPassword", "changeme", true],
    ["DB_PASS", "postgres", true],
    ["ADMIN_PW", "root", true],
    ["DB2PASSWORD", "secret", true],
    ["ENCRYPTION_KEY", "changeme", true],
    ["SECRET_KEY_BASE", "changeme", true],
    ["API_KEY", "changeme", true],
    ["API_KEY", "", false],
    ["HF_TOKEN", "", false],
    ["STOP_TOKEN", "user", false],
    ["DB_PASSWORD", "correct horse battery staple", false],
    ["DB_PASSWORD_FILE", "", false],
    ["BYPASS", "test", false],
    ["TOKENIZER", "default", false],
    ["MODE", "test", false],
];

it.each(variables)("%s=%s is a password that everybody knows: %s", (name, text, isDefault) => {
    expect(foundIn({ property: `env ${name}`, text })).toEqual(isDefault ? [expect.stringMatching(`^container x, env ${name}: `)] : []);
    expect(foundIn({ property: `data.${name}`, text })).toHaveLength(isDefault ? 1 : 0);
});

const texts: readonly [text: string, found: string | undefined][] = [
    ["db:\n  password: admin\n", "a value that everybody knows as password"],
    ['{ "smtp_pw": "changeme", "port": 25 }', "a value that everybody knows as smtp_pw"],
    ["REDIS_URL=redis://:changeme@cache:6379/0", "a value that everybody knows as the password in a URL"],
    ["postgres://app:secret@db/app", "a value that everybody knows as the URL of app"],
    ["https://user:@host/", "an empty value as the URL of user"],
    ["eos_token: default\nlogin: admin\n", undefined],
    ["http://host:80/a@b", undefined],
];

it.each(texts)("in %j it finds %s", (text, found) => {
    expect(foundIn({ text })).toEqual(found === undefined ? [] : [`container x, env NOTE: ${found}`]);
});

it("tells how a Grafana of the user's own gets its password, and how the stack's own does", () => {
    const grafana = { where: "container x", urn: "x", service: undefined, image: "grafana/grafana:12.3.1", built: false, env: [], limits: { memory: undefined }, requests: { cpu: undefined, memory: undefined }, readiness: undefined, liveness: undefined, startup: undefined };
    const allowed = (role: Container["role"]): readonly string[] => noDefaultPasswords.check({ ...nothing, containers: [{ ...grafana, role }] }, {}).map(finding => finding.allowed);
    expect(allowed("instance")).toEqual(["GF_SECURITY_ADMIN_PASSWORD among the service's `secrets`"]);
    expect(allowed("monitoring")).toEqual(["GF_SECURITY_ADMIN_PASSWORD__FILE, with the password that the stack makes"]);
});
