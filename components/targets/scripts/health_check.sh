#!/bin/sh
# Asks every instance for its health at the service's interval, and writes what nginx serves at /health.
#   health_check.sh         runs for ever
#   health_check.sh once    one round: prints the answer, exits 0 when every service has an instance, else 1
#   health_check.sh services <settings file>    one round: the services of which an instance answers
# It reads config/load_balancer.yaml, the one beside this script unless EVENKEEL_SETTINGS names another, and only ever writes
# below <home>/state. Traffic does not depend on it.
# shellcheck source-path=SCRIPTDIR
set -u
umask 022
trap '' HUP PIPE
LC_ALL=C
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export LC_ALL PATH

here=$(cd -- "$(dirname -- "$0")" && pwd -P)
. "$here/settings.sh"
. "$here/health/clock.sh"
. "$here/health/targets.sh"
. "$here/health/round.sh"
. "$here/health/report.sh"
. "$here/health/publish.sh"
. "$here/health/fresh.sh"
. "$here/health/metrics.sh"

settings=${EVENKEEL_SETTINGS:-$here/../config/load_balancer.yaml}
home=$(setting "$settings" paths.home)
state=$(setting "$settings" paths.state)
targets=
followed=

# The release that is live may have changed since the last round.
follow_release() {
    live=$(readlink "$home/current") || return 1
    if [ "${live##*/}" != "$followed" ]; then
        followed=${live##*/}
        # What follows a plus sign says which instances the release was made for.
        release=${followed%+*}
        targets=$(load_targets "$home/current/config/load_balancer.yaml" "$targets")
        version=$(nginx -v 2>&1 | sed -n 's|.*nginx/\([0-9.]*\).*|\1|p')
        changed=yes
    fi
}

run_for_ever() {
    mkdir -p "$state/fresh"
    echo "$$" >"$state/checker.pid" || :
    targets=$(recall_targets)
    while follow_release; do
        run_round
        publish
        publish_metrics
        mark_fresh
        sleep_until_due
    done
    # The layer was removed: there is nothing left to check.
}

run_once() {
    follow_release && run_round
    report ""
    [ "$(answer_code)" = 200 ]
}

print_services() {
    targets=$(load_targets "$1" "")
    run_round
    printf '%s\n' "$targets" | awk '$9 == "up" && !seen[$1]++ { print $1 }'
}

case "${1-}" in
    services)
        print_services "$2"
        ;;
    once)
        run_once
        ;;
    "")
        cd "$state" || exit 1
        exec 8>>checker.lock
        flock -n 8 || exit 1
        # Closed to what it starts: a curl that outlives it must not keep the next one from starting.
        run_for_ever 8>&-
        ;;
    *)
        echo "usage: health_check.sh [once | services <settings file>]" >&2
        exit 2
        ;;
esac
