import { describe, expect, test } from "vitest";
import { masker, resourceMasker } from "../../../tools/changes/masker";
import { maskedCommand } from "../../../tools/changes/secrecy";

/** A service's environment as a stack file has it. */
function withEnv(env: Readonly<Record<string, string>>): object {
    return { services: { app: { env } } };
}

function masked(env: Readonly<Record<string, string>>, text: string): string {
    return masker([withEnv(env)])(text);
}

describe("what may be a secret is masked wherever it stands", () => {
    test.each([
        ["a password", { DB_PASSWORD: "hunter2-secret" }, "connects with hunter2-secret", "connects with [masked]"],
        ["one that holds another", { A_TOKEN: "hunter2-a", B_TOKEN: "hunter2-a-long" }, "hunter2-a-long and hunter2-a", "[masked] and [masked]"],
        ["as JSON has it", { A_KEY: 'say "friend"1' }, String.raw`{ "key": "say \"friend\"1" }`, '{ "key": "[masked]" }'],
        ["one of a long word alone", { A_KEY: "abcdefghijklmnopqrst" }, "sent abcdefghijklmnopqrst", "sent [masked]"],
        ["what gives itself away", { ANYTHING: "ghp_0123456789" }, "login ghp_0123456789", "login [masked]"],
    ])("%s", (_name, env, text, expected) => {
        expect(masked(env, text)).toBe(expected);
    });

    test.each(["headers", "annotations", "labels", "args", "env"])("in the %s of a stack file that can't be deployed", map => {
        expect(masker([{ raw: { [map]: { "x-auth-token": "abc-12345-def" } } }])('found "abc-12345-def"')).toBe('found "[masked]"');
    });

    test("in pairs, as models have them", () => {
        expect(masker([{ site: { headers: [{ name: "X-Auth-Token", value: "abc-12345-def" }] } }])("abc-12345-def")).toBe("[masked]");
    });

    test("of a webhook, but for the host", () => {
        expect(masker([{ alerts: { webhook: "https://hooks.example.com/services" } }])("url: https://hooks.example.com/services")).toBe("url: https://hooks.example.com/[masked]");
    });
});

describe("ordinary words and figures are masked behind their names alone", () => {
    test.each([
        [{ AUTH_ENABLED: "true" }, "readOnly false to true"],
        [{ TOKEN_TTL: "3600" }, "max-age=31536000"],
        [{ TOKEN_TTL: "31536000" }, "max-age=31536000"],
        [{ SESSION_STORE: "redis" }, "image redis:7 to redis:8"],
        [{ SESSION_STORE: "memcached" }, "image memcached:1.6 to memcached:1.7"],
        [{ AUTH_HOST: "auth.example.com" }, "server_name auth.example.com;"],
        [{ KEY_PATH: "/monitoring" }, "location /monitoring {"],
    ])("%o leaves %s", (env, text) => {
        expect(masked(env, text)).toBe(text);
    });

    test.each(['add_header X-Auth-Token "word" always;', "add_header X-Auth-Token word always;", "X-Auth-Token=word", "X-Auth-Token: word", '"X-Auth-Token": "word"'])("%s", text => {
        const hide = masker([{ headers: { "X-Auth-Token": "word" } }]);
        expect(hide(text)).toBe(text.replace(/word/, "[masked]"));
        expect(hide("a word")).toBe("a word");
    });
});

describe("in what an engine prints of resources", () => {
    const hide = resourceMasker([withEnv({ DB_PASSWORD: "redis", DB_KEY: "hunter2-secret" }), { webhook: "https://hooks.example.com/a/b" }]);

    test.each([
        ['env: [{ name: "DB_PASSWORD", value: "redis" }]', 'env: [{ name: "DB_PASSWORD", value: "[masked]" }]'],
        ['~ spec.template.spec.containers[0].env[3].value: "redis" => "redis"', '~ spec.template.spec.containers[0].env[3].value: "[masked]" => "[masked]"'],
        ['~ value: "other" => "redis"', '~ value: "other" => "[masked]"'],
        ['envs: ["DB_PASSWORD=redis", "DB_KEY=hunter2-secret"]', 'envs: ["DB_PASSWORD=[masked]", "DB_KEY=[masked]"]'],
        ["    url: https://hooks.example.com/a/b", "    url: https://hooks.example.com/[masked]"],
        ['image: "redis:7", name: "redis"', 'image: "redis:7", name: "redis"'],
    ])("%s", (line, expected) => {
        expect(hide(line)).toBe(expected);
    });
});

test("a value of several lines is masked in each of them", () => {
    const key = "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEG\n-----END PRIVATE KEY-----\n";
    const hide = masker([withEnv({ SIGNING: key })]);
    expect(["    MIGHAgEAMBMGByqGSM49AgEG", JSON.stringify(key), "    -----END PRIVATE KEY-----"].map(hide)).toEqual(["    [masked]", '"[masked]"', "    -----END PRIVATE KEY-----"]);
});

describe("a command is shown without what its options open something with", () => {
    test.each([
        [["redis-cli", "-a", "secret", "ping"], "redis-cli -a [masked] ping"],
        [["mysqladmin", "ping", "-uroot", "-psecret"], "mysqladmin ping -uroot -p[masked]"],
        [["curl", "-u", "app:secret", "http://localhost:8000/"], "curl -u [masked] http://localhost:8000/"],
        [["curl", "-H", "Authorization: Bearer secret", "localhost"], "curl -H [masked] localhost"],
        [["probe", "--auth-token=secret", "--password", "secret"], "probe --auth-token=[masked] --password [masked]"],
        [["sh", "-c", "redis-cli -a secret ping | grep PONG"], "sh -c redis-cli -a [masked] ping | grep PONG"],
        [["probe", "-p", "8000", "-p8000", "--key", "-v"], "probe -p 8000 -p8000 --key -v"],
        [["wget", "-q", "-O", "-", "http://localhost:8000/healthz"], "wget -q -O - http://localhost:8000/healthz"],
    ])("%j", (argv, expected) => {
        expect(maskedCommand(argv)).toBe(expected);
    });
});
