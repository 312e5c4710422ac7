# The proxy's first process: starts nginx when there is something to serve, reloads it when it is told to.
#   sh -c <this> evenkeel <home> <run> <logs>
# A quiet round costs one fork, of sleep. It reads <home> and never writes there; docs/docker.md lists the files.
set -u
home=$1 run=$2 logs=$3
conf=$home/conf/nginx.conf
round=0.2
rounds_for_agent=50
rounds_between_rotations=50
ended=
old=

say() {
    echo "evenkeel: $1"
}

# The number in the name of <home>/reload.N.
read_wish() {
    for wish in "$home"/reload.*; do :; done
    wish=${wish##*.}
}

report() {
    { echo "$seen $#" >"$run/workers"; } 2>/dev/null
}

# What the engine has mounted may be from an earlier container, which had other addresses around it.
await_permission() {
    read -r start </proc/sys/kernel/random/uuid
    echo "$start" >"$run/started"
    until [ -e "$conf" ] || [ -n "$ended" ]; do
        sleep "$round"
    done
    rounds=$rounds_for_agent
    until may_start || [ "$rounds" = 0 ] || [ -n "$ended" ]; do
        rounds=$((rounds - 1))
        sleep "$round"
    done
    [ "$rounds" != 0 ] || say "the agent has not looked at the addresses: starting with those of before"
}

may_start() {
    verified=
    { read -r verified <"$home/verified"; } 2>/dev/null
    [ "$verified" = "$start" ]
}

start_nginx() {
    rm -f "$run/control.sock"
    # The image has links here, to where nothing is kept.
    find "$logs" -maxdepth 1 -type l -delete
    read_wish
    seen=$wish
    nginx -c "$conf" -g 'daemon off;' </dev/null &
    master=$!
    report
    say "nginx has started"
}

# The workers of now, by process id.
list_workers() {
    workers=
    for stat in /proc/[0-9]*/stat; do
        { read -r pid _ _ parent _ <"$stat"; } 2>/dev/null || continue
        [ "$parent" != "$master" ] || workers="$workers $pid"
    done
}

obey() {
    read_wish
    [ "$wish" != "$seen" ] || return 0
    if [ ! -e "$conf" ]; then
        say "there is nothing to serve any more"
        finish
    fi
    list_workers
    old=$workers
    kill -HUP "$master"
    seen=$wish
    # shellcheck disable=SC2086 # one word per worker
    report $old
}

watch_old_workers() {
    [ -n "$old" ] || return 0
    living=
    for pid in $old; do
        [ ! -e "/proc/$pid" ] || living="$living $pid"
    done
    [ "$living" != "$old" ] || return 0
    old=$living
    # shellcheck disable=SC2086 # one word per worker
    report $old
}

rotate() {
    turn=$(((turn + 1) % rounds_between_rotations))
    [ "$turn" = 0 ] || return 0
    large=$(find "$logs" -maxdepth 1 -name '*.log' -size +100M)
    [ -n "$large" ] || return 0
    for log in $large; do
        mv -f "$log" "$log.1"
    done
    kill -USR1 "$master"
}

# Requests under way may end first, for as long as the drain lasts.
finish() {
    kill -QUIT "$master"
    while kill -0 "$master" 2>/dev/null; do
        sleep 0.1
    done
    exit 0
}

trap 'ended=yes' QUIT TERM INT
await_permission
[ -z "$ended" ] || exit 0
start_nginx
turn=0
while [ -z "$ended" ]; do
    if ! kill -0 "$master" 2>/dev/null; then
        say "nginx has ended: see $logs/error.log"
        exit 1
    fi
    obey
    watch_old_workers
    rotate
    sleep "$round"
done
finish
