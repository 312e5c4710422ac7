#!/bin/sh
# The agent's first process: keeps the health checker and the one who follows the pods' addresses at work. Ends when there
# can't be a first release.
# shellcheck source-path=SCRIPTDIR
set -u

here=$(cd -- "$(dirname -- "$0")" && pwd -P)
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
        if [ -n "$follower" ] && [ ! -e "$home/current" ]; then
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
