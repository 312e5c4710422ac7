#!/bin/sh
# Which container serves in which slot:
#   slot.sh ready <slot> <container> <port> <path> <rise>    whether the container answers, that many times in a row
#   slot.sh take <slot> <container> <port>    sends the slot's requests to the container, and to no other any more
#   slot.sh leave <slot>                      sends it no requests any more
#   slot.sh follow                            looks up the addresses of all containers anew
# Safe to run again at any time, after any kind of interruption.
# shellcheck source-path=SCRIPTDIR
here=$(cd -- "$(dirname -- "$0")" && pwd -P)
. "$here/transaction.sh"

new_slots=/tmp/evenkeel-slots
seconds_to_answer=3

# It returns soon in any case: whoever asks looks at the container in between.
ready() {
    deadline=$(($(date +%s) + seconds_to_answer))
    good=0
    until [ "$good" -ge "$4" ]; do
        if answers "$1" "$2" "$3"; then
            good=$((good + 1))
        else
            [ "$(date +%s)" -lt "$deadline" ] || fail "$1 does not answer $3 on port $2"
            good=0
        fi
        sleep 0.1
    done
}

# answers <container> <port> <path>
answers() {
    address=$(address_of "$1")
    [ -n "$address" ] || return 1
    case "$(curl -q --silent --noproxy '*' --globoff --max-time 2 --output /dev/null --write-out '%{http_code}' "http://$address:$2$3")" in
        [23]??) return 0 ;;
        *) return 1 ;;
    esac
}

# A container that takes a slot must not cost a service that answers.
take() {
    taken_address=$(address_of "$container")
    [ -n "$taken_address" ] || fail "$container has no address on the network of $own_name: it does not run, or runs elsewhere"
    demanding=yes
    recorded_slots | awk -v slot="$slot" '$1 != slot' >"$new_slots"
    echo "$slot $taken_address:$port $container" >>"$new_slots"
    switch_slots
}

leave() {
    demanding=no
    recorded_slots | awk -v slot="$slot" '$1 != slot' >"$new_slots"
    switch_slots
}

# What has moved is a fact, whether or not anything answers there.
follow() {
    demanding=no
    moved_slots >"$new_slots" || return 0
    moved=$(recorded_slots | grep -vxFf - "$new_slots" | cut -d ' ' -f 1,2)
    [ -z "$moved" ] || say "moved: $(one_line "$moved")"
    switch_slots
}

# Makes the proxy serve what it serves to the containers in $new_slots. Before the first release they are recorded alone.
switch_slots() {
    sort -o "$new_slots" "$new_slots"
    serving=$(proven_release)
    if [ -z "$serving" ]; then
        must "$home/slots could not be written" record_slots
        let_start
        say "recorded: there is no release yet"
        return 0
    fi
    tree=/tmp/evenkeel-tree
    must "the release could not be copied" copy_serving
    put_addresses "$tree" "$new_slots"
    read_context ""
    rm -f "$tree/nginx/tls"
    apply_release
    let_start
    rm -rf "$tree" "$new_slots"
}

copy_serving() {
    rm -rf "$tree" && cp -R -P "$home/releases/$serving" "$tree"
}

measure_services() {
    required=
    if [ "$demanding" = yes ]; then
        required=$(service_names "$settings" | answering)
    fi
}

case "$#-${1-}" in
    6-ready)
        shift 2
        ready "$@"
        ;;
    4-take)
        slot=$2 container=$3 port=$4
        with_lock take
        await_old_workers
        ;;
    2-leave)
        slot=$2
        with_lock leave
        await_old_workers
        ;;
    1-follow)
        with_lock follow
        ;;
    *)
        echo "usage: slot.sh ready <slot> <container> <port> <path> <rise> | take <slot> <container> <port> | leave <slot> | follow" >&2
        exit 2
        ;;
esac
