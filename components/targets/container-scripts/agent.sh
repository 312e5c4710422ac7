#!/bin/sh
# The agent's first process: keeps the health checker and the one who follows the instances' addresses at work. Where the
# environment names a first_release, it ends when there can't be one.
set -u

here=$(cd -- "$(dirname -- "$0")" && pwd -P)
# shellcheck source=/dev/null # each target has one of its own
. "$here/environment.sh"
checker=
follower=

stop() {
    # shellcheck disable=SC2086 # none, one or two
    kill $checker $follower 2>/dev/null
    exit 0
}

runs() {
    [ -n "$1" ] && kill -0 "$1" 2>/dev/null
}

trap stop TERM INT QUIT
while :; do
    if ! runs "$follower"; then
        if [ -n "$follower" ] && [ ! -e "${first_release:-/}" ]; then
            exit 1
        fi
        sh "$here/follow.sh" &
        follower=$!
    fi
    if [ -e "$EVENKEEL_SETTINGS" ] && ! runs "$checker"; then
        sh "$here/health_check.sh" &
        checker=$!
    fi
    sleep 1 &
    wait "$!"
done
