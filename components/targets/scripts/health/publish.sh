# shellcheck shell=sh
# Writes the answer for nginx to serve. A full disk keeps the old text, never the old verdict.

log_bytes=1000000

publish() {
    code=$(answer_code)
    report "" | put "health-$code.json"
    if [ "$code" = 503 ]; then
        rm -f health-200.json
    fi
    if [ "${changed-}" = yes ]; then
        report stale | put health-stale.json
        printf '%s\n' "$targets" | put instances
        log_events
        changed=
    fi
}

# put <file>: from stdin, whole or not at all.
put() {
    if ! cat >"$1.tmp" 2>/dev/null || ! mv -f "$1.tmp" "$1" 2>/dev/null; then
        rm -f "$1.tmp"
    fi
}

log_events() {
    if [ -z "$events" ]; then
        return 0
    fi
    printf '%s\n' "$events"
    if [ "$({ wc -c <checker.log; } 2>/dev/null || echo 0)" -gt "$log_bytes" ]; then
        mv -f checker.log checker.log.1
    fi
    { printf '%s\n' "$events" >>checker.log; } 2>/dev/null || :
}
