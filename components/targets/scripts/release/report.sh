# shellcheck shell=sh
# What is told, to whoever is still listening and to the log of the last push.

log=/dev/null

# The log is a convenience: a full disk must not stop a push that would otherwise go through.
note() {
    { printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" >>"$log"; } 2>/dev/null || :
}

# A step, on stdout.
say() {
    { printf '%s\n' "$1"; } 2>/dev/null || :
    note "$1"
}

# Something that went wrong, on stderr.
tell() {
    printf 'evenkeel: %s\n' "$1" >&2 || :
    note "$1"
}

# fail <what happened> [<a tool's own words>]
fail() {
    tell "$1"
    if [ -n "${2-}" ]; then
        printf '%s\n' "$2" >&2 || :
        note "$2"
    fi
    exit 1
}

# must <what could not be done> <command...>: runs it, and fails with its own words.
must() {
    doing=$1
    shift
    if ! words=$("$@" 2>&1); then
        fail "$doing" "$words"
    fi
}
