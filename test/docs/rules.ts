import type { Command } from "./commands";
import { form, help, parses, runs, test, type Proof } from "./proofs";

interface Rule {
    /** Of the whole command. */
    readonly commands: RegExp;
    readonly proof: Proof;
    /** Of the page's path; any page when absent. */
    readonly pages?: RegExp;
}

const cliTest = "test/e2e/engine/cli-takeover.test.ts";
const noCli = "the Pulumi CLI is not on every machine that tests run on";

/** The first rule that fits a command says how it is known to work. */
export const rules: readonly Rule[] = [
    // Of the documents that came before, in whose place something else is.
    rule(/(?!npm ).*/, { by: "quoting" }, /^docs\/seeds\.md$/),

    // Step by step.
    rule(/git clone .*|cd evenkeel/, parses("the test begins with a clone of its own")),
    rule(/npm run down -- (STACK|first)/, runs("docker", { phase: 3 })),
    rule(/npm run down/, runs("dev", { phase: 3 })),
    rule(/.*/, { by: "walking" }, /^docs\/start\.md$/),

    // A form of a command, or its name alone.
    rule(/npm .*\[.*/, form),
    rule(/npm run (render|check-config|set-secret|doctor|drift|generate|review)/, form),
    rule(/npm run (render -- STACK --out DIR|check-config -- FILE)( --check)?/, runs("dev")),
    rule(/docker (load|pull|kill|inspect|start|stop|context use|pull IMAGE)/, help("docker")),
    rule(/docker volume prune --all/, parses("engines before 23 do not know the flag")),
    rule(/docker (system prune --volumes|image prune -a|builder prune)/, help("docker")),
    rule(/kubectl (drain|rollout undo)/, help("kubernetes")),

    // The project's own commands.
    rule(/npm test/, parses("it is what runs this")),
    rule(/npm run (check|bench)/, parses("it runs for longer than a test, and before every merge")),
    rule(/npm run (up|preview -- --diff|review -- --against origin\/main --out comment\.md)/, runs("dev")),
    rule(/npm run set-secret -- \S+ --\S+ < .*/, test("test/e2e/config/set-secret.test.ts", "set-secret", "--tls.key")),
    rule(/npm run -s outputs -- STACK( \| node .*)?/, runs("dev")),
    rule(/npm run -s outputs -- STACK --show-secrets/, runs("docker")),
    rule(/npm run drift -- STACK( --out drift\.md)?/, runs("dev")),
    rule(/npm run (doctor|preview|up) -- STACK( --diff)?/, runs("docker")),
    rule(/EVENKEEL_LEAVE_UNREACHABLE=1 npm run down -- STACK/, runs("docker", { phase: 5 })),
    rule(/EVENKEEL_LEAVE_UNREACHABLE=1 npm run up -- STACK/, test("test/unit/engine/order.test.ts", "leaveUnreachable: true", "await up(")),
    rule(/git revert --no-edit COMMIT/, runs("dev")),
    rule(/sed .* examples\/stack\.test\.ts > prod\.test\.ts|npx vitest run prod\.test\.ts/, runs("dev")),
    rule(/git pull/, parses("it changes the version that is tested")),
    rule(/tar -[cx]zf evenkeel-state\.tar\.gz.*/, runs("docker")),
    rule(/tar -tf data\.tar/, runs("docker", { phase: 2 })),
    rule(/certbot .*/, parses("certbot asks an authority; test/unit/docs/acme-hook.test.ts runs the hook")),
    rule(/node --import tsx --test prod\.test\.ts/, test("test/unit/tools/expect/stack.test.ts", "--import", "tsx", "--test")),

    // Clients of the dev stack.
    rule(/curl -X POST http:\/\/127\.0\.31\.1:8000\/.*/, runs("dev")),
    rule(/for i in .*127\.0\.0\.1:8443.*/, runs("dev")),
    rule(/curl (-k )?https?:\/\/127\.0\.0\.1:8\d+\/.*/, runs("dev")),
    rule(/curl --cacert authority\.pem https:\/\/HOST\/.*/, runs("dev")),
    rule(/curl -k https:\/\/(HOST|SITE)\/.*/, runs("docker")),
    rule(/curl -k https:\/\/NODE\/health/, runs("host")),
    rule(/openssl s_client -connect (HOST|SITE):443.*/, runs("dev")),
    rule(/ab -n 1000 -c 100 https:\/\/HOST\/.*/, runs("dev")),

    // On a node.
    rule(/(sudo )?(nginx|systemctl|cat|ls|sh|tail|sed|curl|ss|df|readlink|netstat|openssl|\/opt) ?.*(docker|httpd).*/, parses("it is for the engine's own machine")),
    rule(/(sudo )?(sh )?\/?\S*release\.sh remove/, runs("host", { phase: 3 })),
    rule(/(sudo )?sh \/opt\/NAME\/releases\/.*/, runs("host", { phase: 2 })),
    rule(/journalctl -u nginx -f|tail -f \/var\/log\/nginx\/.*/, runs("host", { exits: [124] })),
    rule(/(sudo )?(nginx -t|systemctl status .*|cat \/opt\/.*|ls -t \/opt\/.*|tail .*|(sh )?\/opt\/NAME\/scripts\/health_check\.sh once)/, runs("host")),
    rule(/(curl -v http:\/\/INSTANCE:PORT\/PATH|top -bn1|curl http:\/\/127\.0\.0\.1\/.*|openssl s_client -connect 127\.0\.0\.1:443 .*|sed 1d .*|ss -ltnp.*|netstat -ltnp.*|df -h)/, runs("host")),
    rule(/ssh-keyscan -t ed25519 \S+/, runs("host")),
    rule(/setsebool .*/, parses("a host with SELinux is none of those that tests can make")),

    // Over SSH to an engine, and through the Pulumi CLI.
    rule(/ssh .*deploy@ENGINE.*|export DOCKER_HOST=ssh:.*/, parses("the engine's machine is the reader's own")),
    rule(/export PULUMI_(CONFIG_PASSPHRASE_FILE|BACKEND_URL)=.*/, parses("it names a place of the reader's own")),
    rule(/pulumi stack import( --stack STACK --file .*)?/, test(cliTest, "stack", "import", "--file")),
    rule(/pulumi .*/, parses(noCli)),

    // On an engine.
    rule(/docker exec NAME-proxy tail -f .*/, runs("docker", { exits: [124] })),
    rule(/docker .*\| grep '"status":5'/, runs("docker", { exits: [0, 1] })),
    rule(/docker (restart|stop|start|kill) .*|docker stop --time 30 CONTAINER|docker exec NAME-prometheus \/evenkeel\/busybox kill .*/, runs("docker", { phase: 2 })),
    rule(/docker run .*/, runs("docker", { phase: 2 })),
    rule(/docker volume rm .*/, runs("docker", { phase: 4 })),
    rule(/docker .*/, runs("docker")),

    // In a cluster.
    rule(/kubectl config set-context .*/, runs("kubernetes", { phase: 0 })),
    rule(/kubectl .*logs -f .*/, runs("kubernetes", { exits: [124] })),
    rule(/kubectl .*--previous/, runs("kubernetes", { exits: [0, 1] })),
    rule(/kubectl .*\| grep '"status":5'/, runs("kubernetes", { exits: [0, 1] })),
    rule(/kubectl .*(delete pod|rollout undo) \S.*/, runs("kubernetes", { phase: 2 })),
    rule(/kubectl -n NAMESPACE exec .*\btar\b.*/, parses("volumes of the tests' cluster are root's, and no pod's account may look into them")),
    rule(/kubectl -n NAMESPACE delete pvc CLAIM/, runs("kubernetes", { phase: 3 })),
    rule(/kubectl delete namespace .*/, runs("kubernetes", { phase: 4 })),
    rule(/kubectl .*/, runs("kubernetes")),
];

/** How it is known of a command that it works; undefined when no rule fits it. */
export function proofOf(command: Command): Proof | undefined {
    return ruleOf(command)?.proof;
}

export function ruleOf({ page, text }: Command): Rule | undefined {
    return rules.find(({ commands, pages }) => commands.exec(text)?.[0] === text && (pages === undefined || pages.test(page)));
}

function rule(commands: RegExp, proof: Proof, pages?: RegExp): Rule {
    return { commands: new RegExp(`^(?:${commands.source})$`), proof, ...(pages === undefined ? {} : { pages }) };
}
