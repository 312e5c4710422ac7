#!/bin/sh
# Makes the release beside this script live on this host, or takes everything off it again:
#   release.sh apply [certificate fingerprint]
#   release.sh remove
# Safe to run again at any time, after any kind of interruption. See docs/host.md for the steps.
# shellcheck source-path=SCRIPTDIR source-path=SCRIPTDIR/../../scripts
set -eu
umask 022
# The client may hang up in the middle: the work goes on to its end.
trap '' HUP PIPE
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
LC_ALL=C
export PATH LC_ALL

here=$(cd -- "$(dirname -- "$0")" && pwd -P)
tree=$(dirname -- "$here")

. "$here/settings.sh"
. "$here/release/report.sh"
. "$here/release/context.sh"
. "$here/release/files.sh"
. "$here/release/lock.sh"
. "$here/release/version.sh"
. "$here/release/errors.sh"
. "$here/release/machine.sh"
. "$here/release/service-manager.sh"
. "$here/release/packages.sh"
. "$here/release/nginx.sh"
. "$here/release/proof.sh"
. "$here/release/before.sh"
. "$here/release/links.sh"
. "$here/release/stage.sh"
. "$here/release/journal.sh"
. "$here/release/checker.sh"
. "$here/release/prune.sh"
. "$here/release/apply.sh"
. "$here/release/remove.sh"

case "${1-}" in
    apply)
        read_context "${2-}"
        make_folder "$home"
        with_lock apply_release
        ;;
    remove)
        read_context ""
        if [ -d "$home" ]; then
            with_lock remove_everything
        else
            say "nothing to remove: $home does not exist"
        fi
        ;;
    *)
        echo "usage: release.sh apply [certificate fingerprint] | remove" >&2
        exit 2
        ;;
esac
