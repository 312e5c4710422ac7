/** What a reader needs to know before the tables. */
export const introduction = `# Settings

<!-- Generated from components/config/settings by \`npm run generate\`: change it there. -->

A stack file is \`Pulumi.<stack>.yaml\`. Every setting is below \`config:\`, in a block that begins with \`evenkeel:\`. This is a
complete one; everything else has a default:

\`\`\`yaml
config:
  evenkeel:host:
    nodes:
      - { address: 192.168.10.30, hostKey: ssh-ed25519 AAAA... }
  evenkeel:services:
    api:
      routes: [/]
      instances: [10.0.0.5:8000, 10.0.0.6:8000]
\`\`\`

And this is one for a Docker engine, which starts the instances itself:

\`\`\`yaml
config:
  evenkeel:target: docker
  evenkeel:services:
    api:
      routes: [/]
      port: 8000
      image: api:1.0.0
      instances: 2
\`\`\`

With \`kubernetes\` instead of \`docker\` it is one for a cluster: the two targets share a stack file, except for \`target\` and the
target's own block. [Capabilities](capabilities.md) says what differs between targets.

\`npm run check-config -- FILE\` reports everything that is wrong with a stack file at once. For completion in an editor, put
\`# yaml-language-server: $schema=docs/stack.schema.json\` on its first line.

In the tables, \`*\` stands for a name that you choose and \`[]\` for an item of a list. "For" names the target or proxy that a
setting is limited to.`;

/** What the tables refer to. */
export const afterword = `## Kinds of values

| Kind | Written as |
| --- | --- |
| duration | whole numbers with units, largest first: \`500ms\`, \`30s\`, \`1m30s\`, \`2h\`, \`7d\`, \`1w\`, \`1y\` (365 days); always with a unit |
| size | a whole number with a unit: \`512b\`, \`4k\`, \`16m\`, \`2g\`, \`1t\`, or as Kubernetes writes them \`4Ki\`, \`16Mi\`, \`2Gi\`, \`1Ti\`; both mean powers of 1024 |
| cores | a number with up to three decimals, \`2\` or \`0.5\`, or thousandths as Kubernetes writes them, \`500m\` |
| image | \`name:tag\`, \`registry:port/folder/name:tag\`, \`name@sha256:...\`; never without a tag or digest |
| rate | requests per second, \`100\` or \`100r/s\`, or per minute, \`90r/m\`; whole numbers |
| on and off | \`on\`, \`off\`, \`true\` or \`false\` where the table says on or off; only \`true\` or \`false\` where it says so |
| path prefix | \`/\`, or \`/\` and segments of letters, digits and \`. _ ~ -\`, without a slash at the end; \`/api\` covers \`/api\` and everything below it, not \`/apix\` |
| address | an IPv4 address, an IPv6 address (in brackets where a port follows: \`"[fd00::5]:8000"\`), or a host name |
| secret | encrypted in the stack file: \`npm run set-secret -- STACK --tls.key < FILE\` |

## What holds where

A route takes a policy from its own settings, else from its service, else from \`defaults\`, else the default in the table. In
\`timeouts\`, \`health\`, \`failover\` and \`retries\` each value is taken on its own; \`rateLimit\`, \`cache\`, \`buffering\` and \`allow\`
are taken as a whole.

In \`kubernetes\`, a service's own settings in \`kubernetes.services\` take precedence over those for all services. In \`probes\` and \`volumes\`
each value is taken on its own; \`autoscaling\` is taken as a whole.

Paths in \`site.operatorPaths\` are closed on every service: routes at or below them admit \`site.operators\` alone, unless the
route has an \`allow\` of its own (\`allow: all\` opens it). Where no route names such a path, it takes the values of the route that it lies in.
The path of a service's \`metrics\` is closed likewise. So is each of them below a prefix that \`stripPrefix\` takes away: \`/rag/backup\` reaches
the service as \`/backup\`. There an \`allow\` of the route with the prefix decides for all below it.

The order of keys makes no difference, and neither does that of lists, with three exceptions: the first of \`site.hosts\` is
the main name, \`host.nodes\` are updated in the order in which they stand, and \`health.command\` is a command.

## Instances in containers

On docker the instances of a service \`app\` are \`app-1\`, \`app-2\` and so on, its backups \`app-backup-1\` and so on; those names
lead to them on the stack's network, and so does \`app\`. Every instance gets its service's port as \`PORT\` and its own number as
\`APP_INSTANCE\` (\`1\`, \`backup-1\`), besides \`env\` and \`secrets\`. A change of \`image\`, \`build\`, \`env\`, \`secrets\`,
\`resources\`, \`volumes\`, \`user\`, \`readOnly\` or the container's health check replaces the instances one by one; a change of the number of
instances adds or removes the last ones.

On kubernetes the instances are pods, which the cluster names. Every pod gets its name as \`APP_INSTANCE\`, and the service's port as
\`PORT\`. \`NAME-app\` leads to the pods of a service \`app\`, \`NAME-app-backup\` to its backups, NAME being \`site.name\`. The same changes, and
those of \`kubernetes.probes\`, replace the pods one by one.

## The sandbox

With \`host.sandbox: true\` the stack runs on a host that is made for it on this machine. \`npm run render\` and
\`npm run check-config\` need no sandbox: they assume one node at 127.0.0.1 instead, below \`host.prefix\`.
`;
