# shellcheck shell=sh
# All that a change of what the proxy serves is made of.
# shellcheck source-path=SCRIPTDIR source-path=SCRIPTDIR/../../scripts

set -eu
umask 022
# The client may hang up in the middle: the work goes on to its end.
trap '' HUP PIPE
LC_ALL=C
export LC_ALL

# shellcheck disable=SC2154 # set by the script that reads this one
{
    . "$here/environment.sh"
    . "$here/settings.sh"
    . "$here/release/report.sh"
    . "$here/release/context.sh"
    . "$here/release/files.sh"
    . "$here/release/lock.sh"
    . "$here/release/version.sh"
    . "$here/release/errors.sh"
    . "$here/release/proof.sh"
    . "$here/release/stage.sh"
    . "$here/release/journal.sh"
    . "$here/release/prune.sh"
    . "$here/release/apply.sh"
    . "$here/release/machine.sh"
    . "$here/release/proxy.sh"
    . "$here/release/slots.sh"
    . "$here/release/monitoring.sh"
}
