#!/bin/sh
# The deploy hook of an ACME client: puts a renewed certificate and its key into a stack file, and deploys it. As certbot
# has it, RENEWED_LINEAGE names the folder of fullchain.pem and privkey.pem. Needs the passphrase of the stack's secrets,
# PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE, and in the stack file `tls.mode: provided`.
#
#   certbot renew --deploy-hook 'examples/acme-hook.sh STACK'
set -eu

stack=${1:?Name the stack: examples/acme-hook.sh STACK}
folder=${RENEWED_LINEAGE:?Set it to the folder of fullchain.pem and privkey.pem}
cd "$(dirname "$0")/.."

# Comments and order of the file stay.
node -e '
    const { readFileSync, writeFileSync } = require("node:fs");
    const [file, chain] = process.argv.slice(1);
    const stack = require("yaml").parseDocument(readFileSync(file, "utf8"));
    stack.setIn(["config", "evenkeel:tls", "certificate"], readFileSync(chain, "utf8"));
    writeFileSync(file, stack.toString({ lineWidth: 0 }));
' "Pulumi.$stack.yaml" "$folder/fullchain.pem"
npm run -s set-secret -- "$stack" --tls.key <"$folder/privkey.pem"
npm run -s up -- "$stack"
