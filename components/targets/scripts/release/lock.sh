# shellcheck shell=sh
# One push at a time per home: a push whose client was cut off may still be at work when the next one arrives.

lock_wait_seconds=300

# with_lock <function>
with_lock() {
    command -v flock >/dev/null || fail "flock is missing here: install its package (util-linux), then try again"
    deadline=$(($(date +%s) + lock_wait_seconds))
    until take_lock; do
        if [ "$(date +%s)" -gt "$deadline" ]; then
            fail "another push to $home has been at work for $lock_wait_seconds seconds: wait for it to end, then try again"
        fi
        sleep 0.2
    done
    # For the time of the call the shell keeps the descriptor in a private place, closed to whatever it starts: what
    # lives on would hold the lock for ever.
    "$1" 9>&-
}

# Whoever held the lock before may have removed the home: then the lock is one on a file that nobody else will find.
take_lock() {
    make_folder "$home"
    exec 9>>"$home/lock"
    flock -n 9 && [ -e "$home/lock" ]
}
