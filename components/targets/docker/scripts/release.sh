#!/bin/sh
# Makes the release that it is started in the live one:
#   release.sh apply [certificate fingerprint]
# Safe to run again at any time, after any kind of interruption. See docs/docker.md for the steps.
# shellcheck source-path=SCRIPTDIR
here=$(cd -- "$(dirname -- "$0")" && pwd -P)
. "$here/transaction.sh"

# With the slots as they are recorded now: nobody moves them while the lock is held.
apply_bundle() {
    tree=$(pwd -P)
    put_addresses "$tree" "$home/slots"
    read_context "$fingerprint"
    apply_release
}

case "${1-}" in
    apply)
        fingerprint=${2-}
        with_lock apply_bundle
        ;;
    *)
        echo "usage: release.sh apply [certificate fingerprint]" >&2
        exit 2
        ;;
esac
