#!/bin/sh
# Whether the agent is at work: it has written its files in the last seconds.
# shellcheck source-path=SCRIPTDIR
here=$(cd -- "$(dirname -- "$0")" && pwd -P)
. "$here/environment.sh"

[ -n "$(find "$alive" -newermt '60 seconds ago')" ] || exit 1
[ ! -e "$home/current" ] || [ -e "$home/state/fresh/$(($(date +%s) / 10))" ]
