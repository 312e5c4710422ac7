#!/bin/sh
# Takes a bundle from stdin and runs one of the agent's scripts in it:
#   push.sh release.sh apply [certificate fingerprint]
#   push.sh certificate.sh store <home>
set -eu
here=$(cd -- "$(dirname -- "$0")" && pwd -P)
script=$1
shift
exec sh "$here/bootstrap.sh" "$here/$script" "$@"
