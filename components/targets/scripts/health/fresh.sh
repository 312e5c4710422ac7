# shellcheck shell=sh
# Marker files that tell nginx how long the answer may be believed: one per ten seconds of the clock, made in advance. When
# this daemon dies, time runs past the last of them.

mark_fresh() {
    first=$(($(date +%s) / 10))
    last=$(((first * 10 + 9 + $(believed_seconds)) / 10))
    spare=$(past_markers "$first" "$last")
    bucket=$first
    while [ "$bucket" -le "$last" ]; do
        if [ ! -e "fresh/$bucket" ]; then
            make_marker
        fi
        bucket=$((bucket + 1))
    done
    for marker in $spare; do
        rm -f "fresh/$marker"
    done
}

# Three intervals and the longest round, and never less than ten seconds.
believed_seconds() {
    printf '%s\n' "$targets" | awk -v at_once="$at_once" '
        NR == 1 || $5 < interval { interval = $5 }
        $6 > timeout { timeout = $6 }
        END {
            seconds = 3 * interval + timeout * (int((NR - 1) / at_once) + 1)
            print int((seconds < 10) ? 10 : seconds + 0.99)
        }
    '
}

# A used marker is renamed where there is one: that works on a full disk too.
make_marker() {
    used=${spare%% *}
    if [ -n "$used" ] && mv -f "fresh/$used" "fresh/$bucket" 2>/dev/null; then
        spare=${spare#"$used"}
        spare=${spare# }
    else
        { : >"fresh/$bucket"; } 2>/dev/null || :
    fi
}

# Those of the past, and those too far ahead since the clock was set back.
past_markers() {
    for marker in fresh/*; do
        marker=${marker#fresh/}
        if [ "$marker" != '*' ] && { [ "$marker" -lt "$1" ] || [ "$marker" -gt "$2" ]; }; then
            printf '%s ' "$marker"
        fi
    done
}
