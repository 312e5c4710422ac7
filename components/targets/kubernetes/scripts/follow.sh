#!/bin/sh
# Sees to it that the proxy sends requests to the pods that are ready, and has the certificate of now: looks once a second,
# and has the proxy reload when something is different.
# shellcheck source-path=SCRIPTDIR source-path=SCRIPTDIR/../../scripts source-path=SCRIPTDIR/../../container-scripts
set -u
umask 022
trap '' HUP PIPE
LC_ALL=C
export LC_ALL

here=$(cd -- "$(dirname -- "$0")" && pwd -P)
. "$here/environment.sh"
. "$here/release/report.sh"
. "$here/release/files.sh"
. "$here/release/proxy.sh"
. "$here/lookup.sh"
. "$here/release.sh"

# How often a proxy that has just started is seen, and how many of these pass between two looks at the addresses.
pause=0.25
looks=4

prepare() {
    must "$home could not be prepared" mkdir -p "$home/releases" "$home/state"
    must "$home could not be prepared" point_link "$home/conf" current/nginx
    read_given
    read_names
}

# The proxy may start once all addresses have been looked at.
follow() {
    if look; then
        serve
        let_start
    fi
}

prepare
round=0
while :; do
    { echo >"$alive"; } 2>/dev/null
    if [ "$round" = 0 ] || proxy_waits; then
        follow
    fi
    round=$(((round + 1) % looks))
    sleep "$pause"
done
