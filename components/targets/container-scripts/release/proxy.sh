# shellcheck shell=sh
# The running proxy, in a container of its own: asked over its socket, told by files.
#   <home>/reload.N    the proxy reloads when N changes; renamed, because that works on a full disk too
#   <home>/verified    which start of the proxy may go on: its addresses have been looked up since
#   <run>/started      the proxy's latest start
#   <run>/workers      the last N that it has seen, and how many workers from before that are still at work

read_proxy() {
    control=http://localhost
    control_way="unix-socket = \"$run/control.sock\""
    error_log=$proxy_logs/error.log
}

is_running() {
    [ "$(ask /nginx-health)" = healthy ]
}

# One that starts in the meantime starts with what is asked for here.
live_release() {
    let_start
    ask /-/evenkeel/release /-/evenkeel/slots | paste -s -d + -
}

last_wish() {
    for wish in "$home"/reload.*; do :; done
    case "$wish" in
        *.\*) echo 0 ;;
        *) echo "${wish##*.}" ;;
    esac
}

make_wish() {
    wish=$(last_wish)
    if [ "$wish" = 0 ]; then
        must "$home could not be written" write_file "$home/reload.1" </dev/null
    else
        must "$home could not be written" mv "$home/reload.$wish" "$home/reload.$((wish + 1))"
    fi
}

proxy_waits() {
    starting=
    { read -r starting <"$run/started"; } 2>/dev/null
    verified=
    { read -r verified <"$home/verified"; } 2>/dev/null
    [ -n "$starting" ] && [ "$starting" != "$verified" ]
}

# Best effort: on a full disk the proxy starts without a word, after ten seconds.
let_start() {
    if proxy_waits; then
        echo "$starting" | write_file "$home/verified" || :
    fi
}

# The requests that old workers have begun go to addresses from before.
await_old_workers() {
    deadline=$(($(date +%s) + ${drain:-0}))
    wish=$(last_wish)
    seen=
    until { read -r seen workers <"$run/workers"; } 2>/dev/null && [ "${seen:-0}" -ge "$wish" ] && [ "$workers" = 0 ]; do
        [ "$(date +%s)" -lt "$deadline" ] || return 0
        sleep 0.1
    done
}
