# shellcheck shell=sh
# Two clocks: the wall for what people read, the uptime for waiting, which no one can set back.

# Hundredths of a second since boot.
ticks() {
    read -r uptime _ </proc/uptime
    echo "${uptime%.*}${uptime#*.}"
}

iso_now() {
    date -u +%Y-%m-%dT%H:%M:%SZ
}

# Wakes up at least once a second, to notice a new release.
sleep_until_due() {
    next=$(printf '%s\n' "$targets" | awk -v now="$(ticks)" '
        NR == 1 || $12 < due { due = $12 }
        END {
            wait = (due - now) / 100
            printf "%.2f", (wait < 0.02 ? 0.02 : (wait > 1 ? 1 : wait))
        }
    ')
    sleep "$next"
}
