# shellcheck shell=sh
# Asking the running configuration itself what it is, and what gets through it.

release_seconds=15
probe_seconds=10
# Old workers may still take a connection while new ones start: one right answer proves nothing.
answers_in_a_row=5

# ask <path...>: what the proxy answers to each, one after the other.
ask() {
    # shellcheck disable=SC2046 # one word per path
    printf '%s\n' "$control_way" | curl -q --silent --noproxy '*' --globoff --max-time 2 --header 'Connection: close' --config - \
        $(printf "$control%s " "$@") 2>/dev/null || :
}

# answers_as <release>: whether it is the one that answers, several times in a row.
answers_as() {
    right=0
    while [ "$right" -lt "$answers_in_a_row" ]; do
        [ "$(live_release)" = "$1" ] || return 1
        right=$((right + 1))
        sleep 0.05
    done
}

# await_release <release>: false when it does not answer in time, or nginx has said that it will not.
await_release() {
    deadline=$(($(date +%s) + release_seconds))
    until answers_as "$1"; do
        if [ "$(date +%s)" -gt "$deadline" ] || has_given_up; then
            return 1
        fi
        sleep 0.1
    done
}

# A taken port is tried again for some seconds before nginx gives up; any other [emerg] is final.
has_given_up() {
    new_errors | awk '!/bind\(\) to/ { final = 1 } END { exit !final }'
}

# Service names on stdin; prints those of them that a request reaches through the running configuration.
answering() {
    awk -v control="$control" -v way="$control_way" '
        NR > 1 { print "next" }
        { printf "url = \"%s/-/evenkeel/probe/%s\"\noutput = /dev/null\nsilent\ngloboff\nnoproxy = \"*\"\n", control, $1 }
        { printf "%s\nmax-time = 6\nwrite-out = \"%s %%{http_code}\\n\"\n", way, $1 }
    ' | curl -q --parallel --no-progress-meter --config - | awk '$2 >= 200 && $2 < 400 { print $1 }' | sort
}

# The same of the instances themselves, past the proxy.
directly_answering() {
    sh "$here/health_check.sh" services "$settings" 2>/dev/null
}

# await_services <names> <command that tells which answer>: prints those that do not within the time.
await_services() {
    deadline=$(($(date +%s) + probe_seconds))
    silent=$1
    while [ -n "$silent" ]; do
        good=$(printf '%s\n' "$silent" | "$2" || :)
        silent=$(without "$silent" "$good")
        [ -n "$silent" ] || break
        [ "$(date +%s)" -le "$deadline" ] || break
        sleep 0.3
    done
    printf '%s' "$silent"
}

# without <lines> <lines to leave out>
without() {
    printf '%s\n' "$1" | leave_out="$2" awk '
        BEGIN { n = split(ENVIRON["leave_out"], gone, "\n"); for (i = 1; i <= n; i++) out[gone[i]] = 1 }
        $0 != "" && !($0 in out)
    '
}
