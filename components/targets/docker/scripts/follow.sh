#!/bin/sh
# Sees to it that the proxy sends requests to where the containers are: their addresses change when they start anew, and
# somebody else may have them then. Also ends what a killed push has left open.
# shellcheck source-path=SCRIPTDIR
here=$(cd -- "$(dirname -- "$0")" && pwd -P)
. "$here/transaction.sh"
set +e
read_proxy

# How often a proxy that has just started is seen, and how many of these pass between two looks at the addresses.
pause=0.25
looks=4

# A proxy that does not run has nothing to follow, and waits for a word when it starts.
is_due() {
    { was_interrupted || has_moved; } && is_running
}

# A change that is on trial, and nobody at work on it.
was_interrupted() {
    [ -e "$home/journal" ] && flock -n "$home/lock" true
}

round=0
while :; do
    echo >"$alive"
    if proxy_waits || { [ "$round" = 0 ] && is_due; }; then
        sh "$here/slot.sh" follow
    fi
    round=$(((round + 1) % looks))
    sleep "$pause"
done
